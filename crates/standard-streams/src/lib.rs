#![doc = include_str!("../README.md")]

#[cfg(not(target_os = "linux"))]
compile_error!(
    "keygen and what it is made of are for Linux; build it there, or in a virtual machine or container with it"
);

#[cfg(target_os = "linux")]
mod at_start;
#[cfg(target_os = "linux")]
mod fitted;
#[cfg(target_os = "linux")]
mod stream;

#[cfg(target_os = "linux")]
pub use {fitted::fitted, stream::Stream};

#![doc = include_str!("../README.md")]

mod escape;
mod members;
mod not_json;
mod view;

pub use escape::{Escaped, changes_the_line, shortened};
pub use members::{Members, MembersFault, members_once};
pub use not_json::NotJson;
pub use view::{Kind, Member, View};

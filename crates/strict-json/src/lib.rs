#![doc = include_str!("../README.md")]

mod escape;
mod members;
mod not_json;
mod object;
mod terminal_text;
mod view;

pub use escape::{Escaped, changes_the_line, shortened};
pub use members::{Members, MembersFault, members_once};
pub use not_json::NotJson;
pub use object::Object;
pub use terminal_text::TerminalText;
pub use view::{Kind, Member, View};
/// Its types are in this crate's interface.
pub use zeroize;

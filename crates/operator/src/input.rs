//! Reading what the operator gives: files, standard input, the environment, the terminal.

mod accounts;
mod confirm;
mod deadline;
mod error;
mod key_material;
mod kind_passwords;
mod lists;
mod no_echo;
mod old_passwords;
mod password;
mod password_error;
mod password_names;
mod password_prompt;
mod protection;
mod public_file;
mod seed;
mod single_file_password;
mod stdin_once;
mod text;
mod what_is_named;

pub use accounts::{AccountsError, read_accounts, read_single_account};
pub use confirm::{NotConfirmed, confirm};
pub use deadline::{DeadlineText, NotADeadline, When};
pub use error::{InputError, PathFault, RefusedInput, Unread};
pub use key_material::{open_mnemonic, read_ikm, read_mnemonic, read_passphrase};
pub use kind_passwords::{
    KindPasswords, Kinds, new_passwords_of_kinds, password_of_kind, passwords_of_kinds, stdin_for_passwords,
};
pub use lists::{read_attesters, read_publishers};
pub use old_passwords::{OldPasswords, OldPasswordsError, old_passwords};
pub use password::{Passwords, passwords_as_text, passwords_for_reading};
pub use password_error::PasswordError;
pub use protection::{ProtectionError, protection};
pub use public_file::with_remedy;
pub use seed::{SeedFiles, read_seed};
pub use single_file_password::{new_password, password_of_file};
pub use stdin_once::StdinOnce;
pub use text::{SecretText, read_public, read_secret, read_secret_bytes, read_secret_file, read_secret_list};
pub use what_is_named::{is_directory, is_file};

//! Reading what the operator gives: files, standard input, the environment, the terminal.

mod accounts;
mod confirm;
mod deadline;
mod error;
mod key_material;
mod kind_passwords;
mod lists;
mod old_passwords;
mod password;
mod protection;
mod public_file;
mod seed;
mod single_file_password;
mod stdin_once;
mod text;

pub(crate) use accounts::{AccountsError, read_accounts, read_single_account};
pub(crate) use confirm::{NotConfirmed, confirm};
pub(crate) use deadline::{DeadlineText, When};
pub(crate) use error::{InputError, RefusedInput};
pub(crate) use key_material::{open_mnemonic, read_ikm, read_mnemonic, read_passphrase};
pub(crate) use kind_passwords::{KindPasswords, Kinds, new_passwords_of_kinds, passwords_of_kinds};
pub(crate) use lists::{read_attesters, read_publishers};
pub(crate) use old_passwords::{OldPasswords, OldPasswordsError, old_passwords};
pub(crate) use password::{PasswordError, Passwords, passwords_as_text, passwords_for_reading};
pub(crate) use protection::{ProtectionError, protection};
pub(crate) use public_file::with_remedy;
pub(crate) use seed::{SeedFiles, read_seed};
pub(crate) use single_file_password::{new_password, password_of_file};
pub(crate) use stdin_once::StdinOnce;
pub(crate) use text::{SecretText, read_public, read_secret, read_secret_file, read_secret_list};

//! Reading what the operator gives: files, standard input, the environment, the terminal.

mod accounts;
mod attesters;
mod confirm;
mod deadline;
mod kind_passwords;
mod mnemonic;
mod old_passwords;
mod passphrase;
mod password;
mod protection;
mod public_file;
mod publishers;
mod seed;
mod single_file_password;
mod text;

pub(crate) use accounts::{AccountsError, read_accounts, read_single_account};
pub(crate) use attesters::{AttestersError, read_attesters};
pub(crate) use confirm::{NotConfirmed, confirm};
pub(crate) use deadline::{DeadlineText, When};
pub(crate) use kind_passwords::{KindPasswords, Kinds, new_passwords_of_kinds, passwords_of_kinds};
pub(crate) use mnemonic::{MnemonicFile, MnemonicFileError, open_mnemonic};
pub(crate) use old_passwords::{OldPasswords, OldPasswordsError, old_passwords};
pub(crate) use passphrase::read_passphrase;
pub(crate) use password::{PasswordError, Passwords, passwords_as_text, passwords_for_reading};
pub(crate) use protection::{ProtectionError, protection};
pub(crate) use public_file::with_remedy;
pub(crate) use publishers::{PublishersError, read_publishers};
pub(crate) use seed::{SeedError, SeedFiles, read_seed};
pub(crate) use single_file_password::{new_password, password_of_file};
pub(crate) use text::{
    InputError, SecretText, StdinOnce, read_public, read_secret, read_secret_file, read_secret_list,
};

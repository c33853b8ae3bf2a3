//! Asking for a password on the terminal, again after a slip: whoever goes on typing after the program has given up types a
//! password into the shell.

use std::io;

use aztec_encrypted_keystore::NewPassword;
use zeroize::Zeroizing;

use super::{no_echo::NoEcho, password_error::PasswordError, password_names::Names, text::SecretText};
use crate::interrupt::Interrupted;

/// How often somebody is asked.
const TRIES: usize = 3;

/// Asks until there is an answer, three times at most. What was wrong with the last entry stands before the next question,
/// on the terminal, wherever standard error goes.
pub(super) fn until_answered<T>(
    mut ask: impl FnMut(Remark<'_>) -> Result<T, PasswordError>,
) -> Result<T, PasswordError> {
    let _no_echo = NoEcho::begin();
    let mut remark = None;
    for _ in 1..TRIES {
        match ask(remark.as_deref()) {
            Err(slip) if slip.is_slip() => remark = Some(slip.to_string()),
            answer => return answer,
        }
    }
    ask(remark.as_deref())
}

/// What was wrong with the entry before; none at first.
pub(super) type Remark<'a> = Option<&'a str>;

/// A password that exists, typed once.
pub(super) fn ask_once(names: &Names, remark: Remark<'_>) -> Result<SecretText, PasswordError> {
    prompt(&format!("Password of {}: ", names.files), names, remark)
}

/// A new password, typed twice.
pub(super) fn ask_twice(names: &Names, remark: Remark<'_>) -> Result<SecretText, PasswordError> {
    let advice = if names.shared && remark.is_none() { SHARED } else { "" };
    let question = format!("{advice}New password for {} (at least 12 characters): ", names.files);
    let first = prompt(&question, names, remark)?;
    // Refused passwords are refused before the second entry is asked for.
    NewPassword::ascii(&first).map_err(PasswordError::Typed)?;
    let second = prompt("The same password again: ", names, None)?;
    if *first == *second { Ok(first) } else { Err(PasswordError::EntriesDiffer) }
}

/// What whoever chooses one password for everything should know.
const SHARED: &str = "One password for all files is worth what the BLS files' PBKDF2 makes of it: guessing
is cheaper there than at the ETH files' scrypt, and the mnemonic is under it as
well. Two passwords are better: --eth-password-file, --bls-password-file.
";

/// Asks on the terminal itself, without echo, wherever standard input comes from.
pub(super) fn prompt(question: &str, names: &Names, remark: Remark<'_>) -> Result<SecretText, PasswordError> {
    let Names { option, variable, .. } = *names;
    let remark = remark.map(|remark| format!("{remark}\n")).unwrap_or_default();
    rpassword::prompt_password(format!("{remark}{question}")).map(Zeroizing::new).map_err(|source| {
        match source.kind() {
            io::ErrorKind::UnexpectedEof => PasswordError::NothingTyped { option },
            io::ErrorKind::Interrupted => PasswordError::Interrupted(Interrupted::now()),
            _ => {
                let or_set = variable.map(|variable| format!(", or set {variable}")).unwrap_or_default();
                PasswordError::NoTerminal { source, option, or_set }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use aztec_encrypted_keystore::PasswordError as Refused;

    use super::*;

    fn slips(slips: usize) -> (Result<usize, PasswordError>, Vec<Option<String>>) {
        let mut remarks = Vec::new();
        let answer = until_answered(|remark| {
            remarks.push(remark.map(str::to_owned));
            if remarks.len() > slips { Ok(remarks.len()) } else { Err(PasswordError::Typed(Refused::TooShort)) }
        });
        (answer, remarks)
    }

    #[test]
    fn two_slips_are_mended_and_a_third_is_the_end() {
        let too_short = Some(Refused::TooShort.to_string());
        let (answer, remarks) = slips(2);
        assert_eq!(answer.unwrap(), 3);
        assert_eq!(remarks, [None, too_short.clone(), too_short]);
        let (answer, remarks) = slips(3);
        assert!(matches!(answer, Err(PasswordError::Typed(Refused::TooShort))));
        assert_eq!(remarks.len(), 3);
    }

    #[test]
    fn what_is_no_slip_ends_at_once() {
        let mut asked = 0;
        let answer = until_answered::<()>(|_| {
            asked += 1;
            Err(PasswordError::NothingTyped { option: "--password-file" })
        });
        assert!(answer.is_err());
        assert_eq!(asked, 1);
    }
}

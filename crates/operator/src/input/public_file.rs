//! What to do with a file that holds no tuples.

use aztec_staking_registry::{
    calldata_file::{CallFault, CalldataFileError},
    public_file::PublicFileError,
};

/// The error, with the command that helps where there is one.
pub fn with_remedy(error: &PublicFileError) -> String {
    match remedy(error) {
        Some(remedy) => format!("{error}; {remedy}"),
        None => error.to_string(),
    }
}

fn remedy(error: &PublicFileError) -> Option<&'static str> {
    Some(match error {
        PublicFileError::Manifest | PublicFileError::Page => {
            "or give the directory of the batch, which checks the file as well"
        }
        PublicFileError::NodeKeystore => "or give the directory of its batch, or make one with keygen import",
        PublicFileError::Encrypted => {
            "or give the directory of its batch, or look into the file with keygen key inspect"
        }
        PublicFileError::Calls(CalldataFileError::Call {
            fault: CallFault::Shape { .. } | CallFault::Contradiction { .. },
            ..
        }) => "keygen calldata add-keys does that from the staker output",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use aztec_staking_registry::public_file::PublicFile;

    use super::*;

    #[test]
    fn commands_are_named_where_they_help() {
        let text = |file: &str| with_remedy(&PublicFile::read(file).unwrap_err());
        assert!(text(r#"{"crypto": {}}"#).contains("keygen key inspect"));
        assert!(text(r#"{"schemaVersion": 1, "validators": []}"#).contains("keygen import"));
        assert!(
            text(r#"[{"calldata": 1}]"#)
                .ends_with("write the file anew; keygen calldata add-keys does that from the staker output")
        );
        assert!(!text("[]").contains("keygen"));
    }
}

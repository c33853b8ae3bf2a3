//! `keygen metadata check`.

use std::{fmt::Write as _, path::PathBuf};

use aztec_staking_registry::metadata::{FileChecker, FileFault, FileReport};

use super::error::MetadataError;
use aztec_operator::{
    command_error::CommandError,
    input::{InputError, StdinOnce, Unread, read_public},
    output::{self, RUN_AGAIN, one_line},
};

pub(super) fn run(files: &[PathBuf], json: bool) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::default();
    let mut checker = FileChecker::default();
    let (several, mut refused) = (files.len() > 1, 0);
    let mut check = |path: &PathBuf| match read_public("FILE", path, stdin) {
        // The others are checked all the same.
        Err(InputError::Path { fault, .. }) if several => {
            refused += usize::from(fault.is_refusal());
            Ok(FileReport::unreadable(path, fault.to_string()))
        }
        text => Ok(checker.check(path, &text?)),
    };
    let files: Vec<_> = files.iter().map(&mut check).collect::<Result<_, InputError>>()?;
    let report = if json { output::json(&files) } else { text(&files) };
    match files.iter().map(|file| file.faults.len()).sum() {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        faults => {
            output::findings(&report);
            Err(if faults == refused { Unread(refused).into() } else { MetadataError::Faults { faults }.into() })
        }
    }
}

fn text(files: &[FileReport]) -> String {
    let mut text = String::new();
    for report in files {
        let file = one_line(&report.file);
        for fault in &report.faults {
            let _ = writeln!(text, "fault: {file}: {}", one_line(&fault.to_string()));
        }
        for warning in &report.warnings {
            let _ = writeln!(text, "warning: {file}: {}", one_line(&warning.to_string()));
        }
        let provider = match (report.provider_id, &report.provider_name) {
            (Some(id), Some(name)) => format!("provider {id}, {}; ", one_line(name)),
            _ => String::new(),
        };
        let verdict = match &report.faults[..] {
            [] => "the dashboard can use every field",
            [FileFault::Unreadable { .. }] => "NOT CHECKED, since it cannot be read",
            _ => "NOT SOUND",
        };
        let _ = writeln!(text, "{file}: {provider}{verdict}");
    }
    text.truncate(text.trim_end().len());
    text
}

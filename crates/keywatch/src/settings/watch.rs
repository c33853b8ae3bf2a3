//! A provider with everything that is set about it, and the service that watches several.

use std::path::PathBuf;

use aztec_staking_registry::ProviderId;

use super::{
    Target, config,
    file::{File, OfProvider},
};
use crate::{
    cli::{CoinbaseArgs, ConnectionArgs, ExpectedArgs, NodeArgs, PastArgs, RunArgs},
    failure::Failure,
    node::{AdminNode, node_files},
};

/// A provider, and what is set about it.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) target: Target,
    pub(crate) expected: ExpectedArgs,
    pub(crate) past: PastArgs,
    /// The node's files. Directories have been looked into.
    pub(crate) node_keystores: Vec<PathBuf>,
    /// Whether `run` writes coinbases.
    pub(crate) sets_coinbases: bool,
    pub(crate) node: Option<AdminNode>,
}

/// What a verb says about a provider on its command line.
#[derive(Default)]
struct Said<'a> {
    expected: ExpectedArgs,
    past: PastArgs,
    node_keystore: &'a [PathBuf],
    sets_coinbases: bool,
    node: NodeArgs,
}

impl Watch {
    /// For a verb that looks at one block.
    pub(crate) fn check(connection: &ConnectionArgs, expected: &ExpectedArgs) -> Result<Self, Failure> {
        Self::one(connection, &Said { expected: expected.clone(), ..Said::default() })
    }

    /// For a verb that reads the past.
    pub(crate) fn past(
        connection: &ConnectionArgs,
        past: &PastArgs,
        node_keystore: &[PathBuf],
    ) -> Result<Self, Failure> {
        Self::one(connection, &Said { past: past.clone(), node_keystore, ..Said::default() })
    }

    /// For the verb that writes coinbases.
    pub(crate) fn coinbase(args: &CoinbaseArgs) -> Result<Self, Failure> {
        let said = Said {
            past: args.past.clone(),
            node_keystore: &args.node_keystore,
            node: args.node.clone(),
            ..Said::default()
        };
        Self::one(&args.connection, &said)
    }

    fn one(connection: &ConnectionArgs, said: &Said<'_>) -> Result<Self, Failure> {
        let (file, mut all) = providers(connection)?;
        match (all.pop(), all.is_empty()) {
            (Some((id, of)), true) => Self::new(connection, &file, id, &of, said),
            (Some(_), false) => Err(Failure::WhichProvider),
            (None, _) => Err(Failure::NoProvider),
        }
    }

    fn new(
        connection: &ConnectionArgs,
        file: &File,
        id: ProviderId,
        of: &OfProvider,
        said: &Said<'_>,
    ) -> Result<Self, Failure> {
        let named = match (said.node_keystore, &of.node_keystore) {
            ([], None) => Vec::new(),
            ([], Some(files)) => files.to_vec(),
            (files, _) => files.to_vec(),
        };
        let reload = said.node.reload.as_ref().or(of.reload.as_ref());
        let key = said.node.api_key_file.as_ref().or(of.api_key_file.as_ref());
        let node = AdminNode::new(reload, key.map(PathBuf::as_path))?;
        let sets_coinbases = said.sets_coinbases || of.set_coinbase == Some(true);
        if named.is_empty() && sets_coinbases {
            return Err(Failure::NoNodeKeystore { option: "--set-coinbase" });
        }
        // In a file they may stand there for another verb.
        if named.is_empty() && said.node.reload.is_some() {
            return Err(Failure::NoNodeKeystore { option: "--reload" });
        }
        Ok(Self {
            target: Target::new(connection, file, id)?,
            expected: of.expected(&said.expected),
            past: of.past(&said.past),
            node_keystores: node_files(&named)?,
            sets_coinbases,
            node,
        })
    }
}

/// The providers that are meant: that of the command line, else those of the file.
fn providers(connection: &ConnectionArgs) -> Result<(File, Vec<(ProviderId, OfProvider)>), Failure> {
    let file = connection.config.as_deref().map(File::read).transpose()?.unwrap_or_default();
    let all = file.of_providers().map_err(|reason| config(connection, reason))?;
    let Some(id) = connection.provider_id else { return Ok((file, all)) };
    let named = all.into_iter().find(|(other, _)| *other == id);
    let one = named.unwrap_or_else(|| (id, file.common()));
    Ok((file, vec![one]))
}

/// What `run` works with.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) watches: Vec<Watch>,
    pub(crate) interval: u64,
    pub(crate) remind: u64,
    pub(crate) listen: String,
    pub(crate) webhook_file: Option<PathBuf>,
}

impl Service {
    /// Checks the whole command line and the whole file.
    pub(crate) fn new(args: &RunArgs) -> Result<Self, Failure> {
        let (file, all) = providers(&args.connection)?;
        if all.is_empty() {
            return Err(Failure::NoProvider);
        }
        let said = Said {
            expected: args.expected.clone(),
            past: args.past.clone(),
            node_keystore: &args.node_keystore,
            sets_coinbases: args.set_coinbase,
            node: args.node.clone(),
        };
        let watches = all.iter().map(|(id, of)| Watch::new(&args.connection, &file, *id, of, &said));
        let watches = watches.collect::<Result<Vec<_>, _>>()?;
        for (position, watch) in watches.iter().enumerate() {
            let same = |other: &Watch| other.past.cursor.is_some() && other.past.cursor == watch.past.cursor;
            if watches[..position].iter().any(same) {
                let reason = "two providers have the same cursor; give each one of its own".to_owned();
                return Err(config(&args.connection, reason));
            }
        }
        let interval = args.interval.or(file.interval).unwrap_or(300);
        let remind = args.remind.or(file.remind).unwrap_or(24);
        if !(1..=86_400).contains(&interval) || !(1..=8_760).contains(&remind) {
            let reason = "interval is 1 to 86400 seconds, remind is 1 to 8760 hours".to_owned();
            return Err(config(&args.connection, reason));
        }
        Ok(Self {
            watches,
            interval,
            remind,
            listen: args.listen.clone().or(file.listen).unwrap_or_else(|| "127.0.0.1:9464".to_owned()),
            webhook_file: args.webhook_file.clone().or(file.webhook_file),
        })
    }
}

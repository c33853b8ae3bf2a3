//! `keygen calldata`: calls of the StakingRegistry, encoded for whoever signs them.

mod add_keys;
mod carrier;
mod error;

use aztec_staking_registry::{
    CallFormat,
    calldata::{
        Calldata, Function, PROVIDER_REGISTERED, accept_provider_admin, drip_provider_queue, register_provider,
        update_provider_admin, update_provider_rewards_recipient, update_provider_take_rate,
    },
};

use crate::cli::{Call, CalldataArgs, CarrierArgs};
use aztec_operator::{
    command_error::CommandError,
    output::{self, FILE_WRITTEN, Shown},
};
use carrier::{call_format, deliver};
use error::CalldataError;

pub(crate) fn run(args: &CalldataArgs) -> Result<(), CommandError> {
    let (calldata, carrier) = match &args.call {
        Call::AddKeys { provider_id, max_per_call, gas, carrier, staker_output } => {
            let form = call_format(carrier)?;
            let calls = add_keys::calls(*provider_id, *max_per_call, gas.pop_gas_limit, &form, staker_output)?;
            let table = add_keys::table(*provider_id, &calls);
            return finish(&form.add_keys(&calls), carrier, &table);
        }
        Call::RegisterProvider { admin, take_rate, rewards_recipient, carrier } => {
            (register_provider(*admin, *take_rate, *rewards_recipient), carrier)
        }
        Call::UpdateAdmin { provider_id, new_admin, current_admin, carrier } => (
            update_provider_admin(*provider_id, *new_admin, *current_admin).map_err(CalldataError::Unchanged)?,
            carrier,
        ),
        Call::AcceptAdmin { provider_id, carrier } => (accept_provider_admin(*provider_id), carrier),
        Call::UpdateRewardsRecipient { provider_id, new_recipient, carrier } => {
            (update_provider_rewards_recipient(*provider_id, *new_recipient), carrier)
        }
        Call::UpdateTakeRate { provider_id, take_rate, current_take_rate, carrier } => (
            update_provider_take_rate(*provider_id, *take_rate, *current_take_rate)
                .map_err(CalldataError::Unchanged)?,
            carrier,
        ),
        Call::DripQueue { provider_id, count, carrier } => (drip_provider_queue(*provider_id, *count), carrier),
    };
    let form = call_format(carrier)?;
    if let CallFormat::Cast { chain_id: Some(chain_id), .. } = form {
        output::warn(&format!("the line for cast names no chain; send it to a node of chain {chain_id}"));
    }
    let line = describe(&calldata);
    finish(&[form.call(calldata)], carrier, &line)
}

fn describe(calldata: &Calldata) -> String {
    let mut line = calldata.to_string();
    if calldata.function() == Function::RegisterProvider {
        line.push_str(&format!(
            "\nthe number of the provider is topic 1 of the event ProviderRegistered in the receipt (topic 0 {PROVIDER_REGISTERED})"
        ));
    }
    line
}

/// Delivers the texts, and says what is in them: beside them where they are printed, in their place where they are
/// written to a file.
fn finish(texts: &[String], carrier: &CarrierArgs, description: &str) -> Result<(), CommandError> {
    let target = carrier.target().map_err(CalldataError::Destination)?;
    let target = target.map(|target| format!("\ngoes to the {target}"));
    let description = &format!("{description}{}", target.unwrap_or_default());
    let files = deliver(texts, carrier.out.as_deref())?;
    if files.is_empty() {
        output::note(description);
    } else {
        let files: Vec<_> = files.iter().map(|file| format!("written to {}", Shown(file))).collect();
        output::result(&format!("{description}\n{}", files.join("\n")), FILE_WRITTEN)?;
    }
    Ok(())
}

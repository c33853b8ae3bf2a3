//! The provider's entry in the dashboard.

use crate::common::{attester, put};
use aztec_staking_registry::metadata::{
    FileChecker, FileWarning, MAX_BYTES, MetadataError, ProviderMetadata, WebAddressError,
};
use aztec_staking_registry::{AddressError, NonZeroAddress, ProviderId};
use serde_json::{Value, json};

fn example() -> ProviderMetadata {
    ProviderMetadata {
        id: ProviderId::new(17).unwrap(),
        name: "Example & Söhne, Ltd.".into(),
        description: "Runs \"sequencers\".".into(),
        email: "ops@example.org".into(),
        website: "https://example.org".into(),
        logo_url: "https://example.org/logo.png?size=2".into(),
        discord_username: "example".into(),
        self_stake: vec![NonZeroAddress::new(attester(1)).unwrap()],
        manual_payout_audit_url: String::new(),
    }
}

#[test]
fn the_fields_of_the_dashboard() {
    let text = example().to_json().unwrap();
    let names: Vec<_> = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect();
    let expected = [
        "providerId",
        "providerName",
        "providerDescription",
        "providerEmail",
        "providerWebsite",
        "providerLogoUrl",
        "discordUsername",
        "providerSelfStake",
    ];
    assert_eq!(names[..8], expected);
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["providerId"], 17, "a number");
    assert_eq!(file["providerSelfStake"], json!([attester(1).to_checksum(None)]));
    assert_eq!(ProviderMetadata::read(&text).unwrap(), example());
}

#[test]
fn no_self_stake_is_no_field() {
    let metadata = ProviderMetadata { self_stake: Vec::new(), ..example() };
    let text = metadata.to_json().unwrap();
    assert!(!text.contains("providerSelfStake"));
    assert_eq!(ProviderMetadata::read(&text).unwrap(), metadata);
}

#[test]
fn the_name_of_the_file() {
    assert_eq!(example().file_name(), "17-example-s-hne-ltd.json");
    assert_eq!(ProviderMetadata { name: "../../x".into(), ..example() }.file_name(), "17-x.json");
    assert_eq!(ProviderMetadata { name: "株".into(), ..example() }.file_name(), "17-provider.json");
}

#[test]
fn all_but_id_and_name_may_be_missing() {
    let metadata = ProviderMetadata::read(r#"{"providerId": 3, "providerName": "x"}"#).unwrap();
    assert_eq!(metadata.empty_fields().len(), 5);
    assert_eq!(example().empty_fields(), [""; 0]);
    assert_eq!(ProviderMetadata::read(&metadata.to_json().unwrap()).unwrap(), metadata);
}

fn with(pointer: &str, value: Value) -> MetadataError {
    let mut file: Value = serde_json::from_str(&example().to_json().unwrap()).unwrap();
    put(&mut file, pointer, value);
    let mut faults = ProviderMetadata::read(&file.to_string()).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn fields_that_the_dashboard_could_not_use() {
    assert_eq!(with("/providerId", json!(0)), MetadataError::Id);
    assert_eq!(with("/providerName", json!(" ")), MetadataError::NoName);
    for email in ["x", "@example.org", "x@", "x@y", "x y@example.org", "x@example..org"] {
        assert_eq!(with("/providerEmail", json!(email)), MetadataError::Email, "{email}");
    }
    for (url, reason) in [
        ("example.org", WebAddressError::NotWeb),
        ("javascript:alert(1)", WebAddressError::NotWeb),
        ("https://", WebAddressError::Host),
        ("https://ex ample.org", WebAddressError::Host),
        ("https://1.2.3.256", WebAddressError::Host),
        ("https://trusted.example@evil.example", WebAddressError::Credentials),
        ("https://example.org:65536", WebAddressError::Port),
    ] {
        for field in ["providerWebsite", "providerLogoUrl", "manualPayoutAuditUrl"] {
            assert_eq!(with(&format!("/{field}"), json!(url)), MetadataError::Url { field, reason }, "{url}");
        }
    }
    let zero = json!(["0x0000000000000000000000000000000000000000"]);
    assert_eq!(with("/providerSelfStake", zero), MetadataError::SelfStake { entry: 0, reason: AddressError::Zero });
    let twice = json!([attester(1).to_string(), attester(1).to_string()]);
    assert_eq!(with("/providerSelfStake", twice), MetadataError::SelfStakeTwice { entry: 1 });
}

/// The dashboard takes them, so they are no faults.
#[test]
fn what_is_taken_and_should_be_looked_at() {
    let mut file: Value = serde_json::from_str(&example().to_json().unwrap()).unwrap();
    let own = attester(0xab);
    put(&mut file, "/providerSelfStake", json!([attester(1).to_string(), own.to_string().to_lowercase()]));
    put(&mut file, "/providerWebsite", json!("https:example.org"));
    put(&mut file, "/providerLogoUrl", json!("https://localhost/logo.png"));
    let report = FileChecker::default().check("17-example.json", &file.to_string());
    assert_eq!(report.faults, []);
    let expected = [
        FileWarning::SelfStakeNoChecksum { entry: 1, expected: NonZeroAddress::new(own).unwrap() },
        FileWarning::UrlSpelling { field: "providerWebsite", read_as: "https://example.org/".to_owned() },
        FileWarning::UrlNearby { field: "providerLogoUrl" },
    ];
    assert_eq!(report.warnings, expected);
    // A fault elsewhere does not hide them.
    put(&mut file, "/providerName", json!(""));
    let report = FileChecker::default().check("17-example.json", &file.to_string());
    assert_eq!((report.faults.len(), &report.warnings[..]), (1, &expected[..1]));
}

#[test]
fn shapes_that_are_refused() {
    for (pointer, value, fault) in [
        ("/providerId", json!("17"), MetadataError::Id),
        ("/providerId", json!(-1), MetadataError::Id),
        ("/providerId", json!(1.5), MetadataError::Id),
        ("/providerName", json!(1), MetadataError::NotText { field: "providerName" }),
        ("/discordUsername", json!(null), MetadataError::NotText { field: "discordUsername" }),
        ("/providerSelfStake", json!("0x"), MetadataError::NotAList),
        ("/providerSelfStake", json!([7]), MetadataError::SelfStakeNotText { entry: 0 }),
        ("/providerLogoURL", json!("x"), MetadataError::Unknown { name: "providerLogoURL".into() }),
    ] {
        assert_eq!(with(pointer, value), fault, "{pointer}");
    }
    let read = |text: &str| ProviderMetadata::read(text).unwrap_err();
    for text in ["", &"{".repeat(1_000)] {
        assert!(matches!(read(text)[..], [MetadataError::NotJson(_)]), "{text}");
    }
    assert_eq!(read("[]"), [MetadataError::NotAnObject]);
    assert_eq!(read("{}"), [MetadataError::Id, MetadataError::NoName]);
    let twice = r#"{"providerId": 3, "providerName": "x", "providerName": "y"}"#;
    assert_eq!(read(twice), [MetadataError::Repeated { field: "providerName" }]);
    let large = " ".repeat(MAX_BYTES + 1);
    assert_eq!(read(&large), [MetadataError::TooLarge { bytes: MAX_BYTES + 1 }]);
    let broken = ProviderMetadata { email: "x".into(), ..example() };
    assert_eq!(broken.to_json(), Err(MetadataError::Email));
}

#[test]
fn everything_that_is_wrong_is_named() {
    let text = r#"{"providerId": 0, "providerName": " ", "providerEmail": "x", "providerWebsite": "y", "other": 1,
        "providerSelfStake": ["0x1", 2]}"#;
    let faults = ProviderMetadata::read(text).unwrap_err();
    let fields: Vec<_> = faults.iter().map(MetadataError::field).collect();
    let stake = Some("providerSelfStake");
    let expected =
        [None, Some("providerId"), stake, stake, Some("providerName"), Some("providerEmail"), Some("providerWebsite")];
    assert_eq!(fields, expected, "{faults:?}");
    for (fault, field) in faults.iter().zip(fields).skip(1) {
        assert!(fault.to_string().starts_with(field.unwrap()), "{fault}");
    }
}

#[test]
fn payouts_by_hand() {
    let metadata = ProviderMetadata { manual_payout_audit_url: "https://example.org/payouts".into(), ..example() };
    let text = metadata.to_json().unwrap();
    assert!(text.contains("\"manualPayoutAuditUrl\": \"https://example.org/payouts\""), "{text}");
    assert_eq!(ProviderMetadata::read(&text).unwrap(), metadata);
    assert!(!example().to_json().unwrap().contains("manualPayoutAuditUrl"));
    let unusable = MetadataError::Url { field: "manualPayoutAuditUrl", reason: WebAddressError::NotWeb };
    assert_eq!(with("/manualPayoutAuditUrl", json!("example.org")), unusable);
}

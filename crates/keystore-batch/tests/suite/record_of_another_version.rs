//! The page of another version: what all versions have in common is compared.

use std::collections::BTreeMap;

use crate::common::{allocation, attester, details, key};
use aztec_keystore_batch::{
    Manifest, RegistryCalls, RegistryTarget, Sha256Digest,
    ceremony_record::{MOST_ATTESTERS, RecordDifference, compare_common, to_html},
};
use aztec_staking_registry::ProviderId;

const DIGEST: Sha256Digest = Sha256Digest([0x5b; 32]);

fn manifest(count: u32) -> Manifest {
    let target = RegistryTarget { registry: attester(999), chain_id: None };
    let calls = RegistryCalls { provider: ProviderId::new(7).unwrap(), target: Some(target) };
    let details =
        aztec_keystore_batch::manifest::ManifestDetails { destination: Some(calls), ..details(allocation(0, count)) };
    let files = BTreeMap::from([
        ("add_keys_to_provider.json".to_owned(), Sha256Digest([0x1b; 32])),
        ("staker_output.json".to_owned(), Sha256Digest([0x2c; 32])),
    ]);
    Manifest::new(details, (0..count).map(key).collect()).unwrap().with_files(files).unwrap()
}

/// Other words, another style, and no chart.
fn of_another_version(page: &str) -> String {
    let (before, chart) = page.split_once("<svg").unwrap();
    let page = format!("{before}{}", chart.split_once("</svg>").unwrap().1);
    let (head, rest) = page.split_once("<style>").unwrap();
    let page = format!("{head}<style>p {{ color: red }}</style>{}", rest.split_once("</style>").unwrap().1);
    page.replace("Key ceremony record", "Record of a ceremony").replace("Gas limit", "Cap")
}

#[test]
fn what_other_versions_write() {
    for count in [1, 2, 100, 101, u32::try_from(MOST_ATTESTERS).unwrap() + 2] {
        let manifest = manifest(count);
        let page = to_html(&manifest, &DIGEST);
        assert_eq!(compare_common(&page, &manifest, &DIGEST), Ok(()), "{count}");
        assert_eq!(compare_common(&of_another_version(&page), &manifest, &DIGEST), Ok(()), "{count}");
    }
}

/// Hexadecimal digits as the page writes them.
fn spans(digits: &str) -> String {
    let groups: Vec<_> = digits.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect();
    format!("<span>{}</span>", groups.join("</span><span>"))
}

#[test]
fn what_may_not_differ() {
    use RecordDifference::{Active, Attester, FileDigest, Key, ManifestDigest};
    let manifest = manifest(3);
    let page = of_another_version(&to_html(&manifest, &DIGEST));
    let address = |number| spans(&attester(number).to_string()[2..]).replacen("<span>", "<span>0x", 1);
    let row = |number: u32| {
        let at = page.find(&format!("<th scope=\"row\">{number}</th>")).unwrap() - "<tr>".len();
        &page[at..at + page[at..].find("</tr>").unwrap() + "</tr>".len()]
    };
    let short = row(1).split("<code class=\"hex\">").nth(2).unwrap().split("</code>").next().unwrap();
    let [whole, line] = ["5b".repeat(32), ["5b5b"; 4].join(" ")];
    let cases = [
        ("the tag in the head", page.replacen(&whole, &"5c".repeat(32), 1), ManifestDigest),
        ("a line in groups", page.replacen(&line, "5b5b 5b5b 5b5c 5b5b", 1), ManifestDigest),
        ("a line more", page.replacen(&line, &format!("{line}</code> <code>{line}"), 1), ManifestDigest),
        ("a line less", page.replacen(&line, "", 1), ManifestDigest),
        (
            "another line, and the digest somewhere",
            page.replacen("</body>", "<p>0000 1111 2222 3333</p></body>", 1),
            ManifestDigest,
        ),
        (
            "as sha256sum prints it",
            page.replace(&format!("<code>{whole}"), &format!("<code>{}", "5c".repeat(32))),
            FileDigest,
        ),
        (
            "on each sheet",
            page.replacen("color: red", &format!("content: \"{}\"", ["0000"; 16].join(" ")), 1),
            ManifestDigest,
        ),
        ("a file", page.replacen(&spans(&"1b".repeat(32)), &spans(&"1c".repeat(32)), 1), FileDigest),
        ("a file less", page.replacen(&spans(&"1b".repeat(32)), "", 1), FileDigest),
        ("a file more", page.replacen("</body>", &format!("<p>{}</p></body>", "1c".repeat(32)), 1), FileDigest),
        ("an attester", page.replacen(&address(1), &address(7), 1), Attester),
        ("the registry", page.replacen(&address(999), &address(7), 1), Attester),
        (
            "two rows in another order",
            page.replacen(row(0), "", 1).replacen(row(1), &format!("{}{}", row(1), row(0)), 1),
            Attester,
        ),
        ("no attester", page.replacen(row(0), "", 1).replacen(row(1), "", 1).replacen(row(2), "", 1), Attester),
        ("a short key", page.replacen(short, &spans("0123456789abcdef"), 1), Key),
        ("a script", page.replacen("</body>", "<SCRIPT>x</SCRIPT></body>", 1), Active),
        ("a picture", page.replacen("</body>", "<img src=x></body>", 1), Active),
        ("another page", page.replacen("<head>", "<head><meta http-equiv=\"Refresh\">", 1), Active),
    ];
    for (what, changed, difference) in cases {
        assert_ne!(changed, page, "{what}");
        assert_eq!(compare_common(&changed, &manifest, &DIGEST), Err(difference), "{what}");
    }
    assert_eq!(compare_common("", &manifest, &DIGEST), Err(ManifestDigest));
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// What a rollup checks before it lets an attester leave: the functions, the typed data and the refusals, and no stake.
/// Written for this test from the description of the interface; it is not the rollup's code.
contract AttesterExits {
    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    struct SignedExit {
        address attester;
        uint256 deadline;
        Signature signature;
    }

    event ExitInitiated(address indexed attester);

    error NotTheAttester(address sender);
    error DeadlinePassed(uint256 deadline);
    error InvalidSignature();
    error HighS();
    error WrongSigner(address signer);
    error AlreadyExiting(address attester);
    error LimitReached();

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant EXIT_TYPE = keccak256("AttesterExit(address attester,uint256 deadline)");

    /// Half the order of secp256k1, rounded down: for every signature with a larger s there is another with a smaller one.
    uint256 private constant LARGEST_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// How many more may leave.
    uint256 public remaining;
    mapping(address attester => bool) public isExiting;

    constructor(uint256 limit) {
        remaining = limit;
    }

    function initiateWithdrawByAttester(address attester) external {
        if (msg.sender != attester) revert NotTheAttester(msg.sender);
        leave(attester);
    }

    function initiateWithdrawByAttesterWithSignature(SignedExit calldata signed) external {
        check(signed);
        leave(signed.attester);
    }

    function initiateWithdrawByAttesterBatch(SignedExit[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; i++) {
            check(batch[i]);
            leave(batch[i].attester);
        }
    }

    function initiateWithdrawByAttesterBatchUpToLimit(SignedExit[] calldata batch) external returns (uint256 left) {
        for (; left < batch.length && remaining > 0; left++) {
            check(batch[left]);
            leave(batch[left].attester);
        }
    }

    /// The 32 bytes that an attester signs.
    function exitDigest(address attester, uint256 deadline) public view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("Aztec Rollup"), keccak256("1"), block.chainid, address(this))
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, keccak256(abi.encode(EXIT_TYPE, attester, deadline))));
    }

    function check(SignedExit calldata signed) private view {
        if (block.timestamp > signed.deadline) revert DeadlinePassed(signed.deadline);
        Signature calldata signature = signed.signature;
        if (uint256(signature.s) > LARGEST_S) revert HighS();
        bytes32 digest = exitDigest(signed.attester, signed.deadline);
        address signer = ecrecover(digest, signature.v, signature.r, signature.s);
        if (signer == address(0)) revert InvalidSignature();
        if (signer != signed.attester) revert WrongSigner(signer);
    }

    function leave(address attester) private {
        if (isExiting[attester]) revert AlreadyExiting(attester);
        if (remaining == 0) revert LimitReached();
        isExiting[attester] = true;
        remaining--;
        emit ExitInitiated(attester);
    }
}

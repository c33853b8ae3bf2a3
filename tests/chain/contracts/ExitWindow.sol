// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.28;

interface IValidators {
    function getActiveAttesterCount() external view returns (uint256);
    function getTargetCommitteeSize() external view returns (uint256);
}

/// Exits by attesters as a rollup of v6 counts them, in front of a rollup that has none: everything else is the other's. It stands at
/// the rollup's own address, and the rollup's code elsewhere. It withdraws nothing; it counts.
contract ExitWindow {
    struct State {
        uint256 window;
        uint256 validatorCount;
        uint256 committeeSize;
        uint256 used;
        uint256 allowance;
        bool canExit;
    }

    /// The same, in another order: nobody outside knows which one is deployed.
    struct Reordered {
        bool canExit;
        uint256 allowance;
        uint256 used;
        uint256 committeeSize;
        uint256 validatorCount;
        uint256 window;
    }

    event WithdrawInitiatedByAttester(
        address indexed attester, address indexed withdrawer, uint256 amount, uint256 withdrawalId
    );

    error LimitExceeded(uint256 used, uint256 allowance);

    address private immutable CODE;
    uint256 private immutable WINDOW;
    bool private immutable REORDERED;
    /// What it forgets, to be wrong.
    uint256 private immutable FORGOTTEN;

    constructor(address code, uint256 window, bool reordered, uint256 forgotten) {
        CODE = code;
        WINDOW = window;
        REORDERED = reordered;
        FORGOTTEN = forgotten;
    }

    function getAttesterExitWindow() external view returns (uint256) {
        return WINDOW;
    }

    function getAttesterExitLimitState() external view {
        State memory state = limit();
        bytes memory answer = REORDERED
            ? abi.encode(
                Reordered(
                    state.canExit, state.allowance, state.used, state.committeeSize, state.validatorCount, state.window
                )
            )
            : abi.encode(state);
        assembly {
            return(add(answer, 32), mload(answer))
        }
    }

    function initiateWithdrawByAttester(address attester) external {
        State memory state = limit();
        require(state.canExit, LimitExceeded(state.used, state.allowance));
        history().push(block.timestamp);
        emit WithdrawInitiatedByAttester(attester, msg.sender, 1 ether, history().length);
    }

    fallback() external payable {
        address code = CODE;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch done
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }

    function limit() private view returns (State memory state) {
        state.window = WINDOW;
        state.validatorCount = IValidators(address(this)).getActiveAttesterCount();
        state.committeeSize = IValidators(address(this)).getTargetCommitteeSize();
        uint256[] storage exits = history();
        for (uint256 at = exits.length; at > FORGOTTEN && exits[at - 1] + WINDOW > block.timestamp; at--) {
            state.used++;
        }
        state.allowance = state.validatorCount / 20;
        state.canExit = state.used < state.allowance && state.validatorCount > state.committeeSize;
    }

    /// Far from the rollup's own storage.
    function history() private pure returns (uint256[] storage times) {
        bytes32 position = keccak256("tests.exit-window.history");
        assembly {
            times.slot := position
        }
    }
}

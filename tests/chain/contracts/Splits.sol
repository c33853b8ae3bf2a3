// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.30;

// Stand-ins for the Splits contracts (version 2, pull): what a provider's rewards go through.

import {Split} from "./StakingRegistry.sol";

interface IERC20 {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function balanceOf(address owner) external view returns (uint256);
}

/// Holds what was distributed until its owner takes it. One unit stays behind in every slot, to keep it warm.
contract SplitsWarehouse {
    mapping(address owner => mapping(uint256 id => uint256)) public balanceOf;

    function deposit(address receiver, address token, uint256 amount) external {
        IERC20(token).transferFrom(msg.sender, address(this), amount);
        balanceOf[receiver][uint160(token)] += amount;
    }

    function batchTransfer(address[] calldata receivers, address token, uint256[] calldata amounts) external {
        for (uint256 i; i < receivers.length; ++i) {
            balanceOf[msg.sender][uint160(token)] -= amounts[i];
            balanceOf[receivers[i]][uint160(token)] += amounts[i];
        }
    }

    function withdraw(address owner, address token) external {
        uint256 amount = balanceOf[owner][uint160(token)] - 1;
        balanceOf[owner][uint160(token)] = 1;
        IERC20(token).transfer(owner, amount);
    }
}

contract PullSplit {
    error InvalidSplit();

    SplitsWarehouse public immutable SPLITS_WAREHOUSE;
    address public immutable FACTORY;
    address public immutable owner;
    bytes32 public immutable splitHash;

    constructor(SplitsWarehouse warehouse, Split memory split, address splitOwner) {
        SPLITS_WAREHOUSE = warehouse;
        FACTORY = msg.sender;
        owner = splitOwner;
        splitHash = keccak256(abi.encode(split));
    }

    function getSplitBalance(address token) public view returns (uint256 here, uint256 inWarehouse) {
        return (IERC20(token).balanceOf(address(this)), SPLITS_WAREHOUSE.balanceOf(address(this), uint160(token)));
    }

    function distribute(Split calldata split, address token, address) external {
        require(splitHash == keccak256(abi.encode(split)), InvalidSplit());
        (uint256 here, uint256 inWarehouse) = getSplitBalance(token);
        here -= here > 0 ? 1 : 0;
        inWarehouse -= inWarehouse > 0 ? 1 : 0;
        if (here > 0) {
            IERC20(token).approve(address(SPLITS_WAREHOUSE), here);
            SPLITS_WAREHOUSE.deposit(address(this), token, here);
        }
        uint256[] memory amounts = new uint256[](split.recipients.length);
        for (uint256 i; i < amounts.length; ++i) {
            amounts[i] = (here + inWarehouse) * split.allocations[i] / split.totalAllocation;
        }
        SPLITS_WAREHOUSE.batchTransfer(split.recipients, token, amounts);
    }
}

contract PullSplitFactory {
    event SplitCreated(address indexed split, Split splitParams, address owner, address creator, uint256 nonce);

    SplitsWarehouse public immutable SPLITS_WAREHOUSE;
    mapping(bytes32 hash => uint256) public nonces;

    constructor(SplitsWarehouse warehouse) {
        SPLITS_WAREHOUSE = warehouse;
    }

    function createSplit(Split calldata split, address owner, address creator) external returns (address) {
        uint256 nonce = nonces[keccak256(abi.encode(split, owner))]++;
        address created = address(new PullSplit(SPLITS_WAREHOUSE, split, owner));
        emit SplitCreated(created, split, owner, creator, nonce);
        return created;
    }
}

//! Seccomp: system calls that the kernel refuses the program.
//!
//! It is a list of what is denied. A list of what is allowed would be shorter in what it lets through, and would break with every
//! C library and every kernel that does the same thing by a newer call.

use super::Layer;

/// Denies every thread of this process the network, new programs, other processes, and typing into its own terminal.
///
/// Meant to be called before the first thread is started; what runs already is included all the same.
#[must_use]
pub fn deny_calls() -> Layer {
    filters::apply()
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod filters {
    use super::Layer;

    pub(super) fn apply() -> Layer {
        Layer::not(format!("there is no filter for {}", std::env::consts::ARCH))
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))]
mod filters {
    use std::{collections::BTreeMap, env::consts::ARCH};

    use libc::{
        CLONE_THREAD, ENOSYS, EPERM, SYS_accept, SYS_accept4, SYS_bind, SYS_bpf, SYS_clone, SYS_clone3, SYS_connect,
        SYS_execve, SYS_execveat, SYS_io_uring_enter, SYS_io_uring_register, SYS_io_uring_setup, SYS_ioctl, SYS_listen,
        SYS_perf_event_open, SYS_pidfd_getfd, SYS_process_madvise, SYS_process_vm_readv, SYS_process_vm_writev,
        SYS_ptrace, SYS_recvfrom, SYS_recvmmsg, SYS_recvmsg, SYS_sendmmsg, SYS_sendmsg, SYS_sendto, SYS_socket,
        SYS_socketpair,
    };
    use seccompiler::{
        BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule, TargetArch, apply_filter_all_threads,
    };

    use super::Layer;

    type Rules = BTreeMap<i64, Vec<SeccompRule>>;

    /// Whatever the arguments are.
    const DENIED: &[i64] = &[
        // The network, and the local sockets through which other programs would reach it.
        SYS_socket,
        SYS_socketpair,
        SYS_connect,
        SYS_bind,
        SYS_listen,
        SYS_accept,
        SYS_accept4,
        SYS_sendto,
        SYS_sendmsg,
        SYS_sendmmsg,
        SYS_recvfrom,
        SYS_recvmsg,
        SYS_recvmmsg,
        // It makes all of these calls, and more, past the filter.
        SYS_io_uring_setup,
        SYS_io_uring_enter,
        SYS_io_uring_register,
        // New programs.
        SYS_execve,
        SYS_execveat,
        // The memory and the open files of other processes.
        SYS_ptrace,
        SYS_process_vm_readv,
        SYS_process_vm_writev,
        SYS_process_madvise,
        SYS_pidfd_getfd,
        SYS_bpf,
        SYS_perf_event_open,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_fork,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_vfork,
    ];

    /// asm-generic/ioctls.h: they type into the terminal, for the shell to run when the program has ended.
    const TIOCSTI: u64 = 0x5412;
    const TIOCLINUX: u64 = 0x541c;

    pub(super) fn apply() -> Layer {
        let apply = || -> Result<(), Error> {
            let arch = TargetArch::try_from(ARCH)?;
            for (rules, errno) in [(denied()?, EPERM), (unknown(), ENOSYS)] {
                let action = SeccompAction::Errno(errno.unsigned_abs());
                let filter = SeccompFilter::new(rules, SeccompAction::Allow, action, arch)?;
                apply_filter_all_threads(&BpfProgram::try_from(filter)?)?;
            }
            Ok(())
        };
        match apply() {
            Ok(()) => Layer::InForce { version: None },
            Err(error) => Layer::not(error),
        }
    }

    fn denied() -> Result<Rules, BackendError> {
        let mut rules: Rules = DENIED.iter().map(|call| (*call, Vec::new())).collect();
        // A process of its own: threads have this bit set.
        let thread = u64::from(CLONE_THREAD.unsigned_abs());
        rules.insert(SYS_clone, vec![argument(0, SeccompCmpOp::MaskedEq(thread), 0)?]);
        rules.insert(
            SYS_ioctl,
            vec![argument(1, SeccompCmpOp::Eq, TIOCSTI)?, argument(1, SeccompCmpOp::Eq, TIOCLINUX)?],
        );
        if cfg!(target_arch = "x86_64") {
            rules.extend(x32(&rules));
        }
        Ok(rules)
    }

    /// Its flags are in memory, where no filter can look. Both C libraries take `clone` where it is not there.
    fn unknown() -> Rules {
        BTreeMap::from([(SYS_clone3, Vec::new())])
    }

    /// The x32 ABI has the same calls under other numbers: with this bit set, and some anew from 512 to 547
    /// (arch/x86/entry/syscalls/syscall_64.tbl).
    fn x32(rules: &Rules) -> Rules {
        const X32: i64 = 0x4000_0000;
        let same = rules.iter().map(|(call, rule)| (call | X32, rule.clone()));
        same.chain((512..=547).map(|call| (call | X32, Vec::new()))).collect()
    }

    fn argument(index: u8, comparison: SeccompCmpOp, value: u64) -> Result<SeccompRule, BackendError> {
        SeccompRule::new(vec![SeccompCondition::new(index, SeccompCmpArgLen::Dword, comparison, value)?])
    }
}

/* Loaded into a program, it tries from inside what code that has gone astray would try: at its first fsync, and by system
   calls, as no library stands between. Each attempt is a line on standard error. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *what, long result) {
    int error = errno;
    dprintf(2, "attempt: %s: %s\n", what, result >= 0 ? "done" : error == EPERM || error == EACCES ? "refused" : strerror(error));
}

static void attempt(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(getenv("PORT")))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    long handle = syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    say("socket", handle);
    /* On a descriptor that is no socket, where none was to be had. */
    say("connect", syscall(SYS_connect, handle < 0 ? 2 : handle, &address, sizeof address));

    long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    say("process", child);
    /* A path that leads nowhere: whoever may run programs learns that, and goes on. */
    char *arguments[] = {"nothing", NULL};
    syscall(SYS_execve, "/nowhere/nothing", arguments, NULL);
    say("program", errno == ENOENT ? 0 : -1);

    syscall(SYS_ptrace, PTRACE_ATTACH, 0x7fffffff, 0, 0);
    say("debugger", errno == ESRCH ? 0 : -1);
    syscall(SYS_ioctl, -1, TIOCSTI, "x");
    say("typing", errno == EBADF ? 0 : -1);
#ifdef __x86_64__
    /* The same socket by the numbers of x32, which many kernels do not have. */
    errno = 0;
    syscall(SYS_socket | 0x40000000, AF_INET, SOCK_STREAM, 0);
    say("x32", errno == EPERM ? -1 : 0);
#endif
    say("file", syscall(SYS_openat, AT_FDCWD, getenv("ELSEWHERE"), O_WRONLY | O_CREAT, 0600));
}

int fsync(int descriptor) {
    static int attempted;
    if (!attempted) {
        attempted = 1;
        attempt();
    }
    return (int)syscall(SYS_fsync, descriptor);
}

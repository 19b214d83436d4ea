// Runs a program that may not make some system calls, as under a container's seccomp profile:
//
//	deny CALL=ERRNO... -- PROGRAM ARGUMENT...
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// Of linux/prctl.h and linux/seccomp.h; package syscall lacks them.
const (
	prSetSeccomp      = 22
	prSetNoNewPrivs   = 38
	seccompModeFilter = 2
	seccompRetErrno   = 0x00050000
	seccompRetAllow   = 0x7fff0000
)

var calls = map[string]uint32{
	"perf_event_open": syscall.SYS_PERF_EVENT_OPEN,
	"setitimer":       syscall.SYS_SETITIMER,
	"timer_create":    syscall.SYS_TIMER_CREATE,
}

func main() {
	// a filter sees struct seccomp_data, which begins with the number of the call
	filter := []syscall.SockFilter{{Code: syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS}}
	command := os.Args[1:]
	for ; command[0] != "--"; command = command[1:] {
		name, value, _ := strings.Cut(command[0], "=")
		errno, err := strconv.ParseUint(value, 10, 16)
		call, known := calls[name]
		if err != nil || !known {
			panic(command[0])
		}
		filter = append(filter,
			syscall.SockFilter{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, Jf: 1, K: call},
			syscall.SockFilter{Code: syscall.BPF_RET | syscall.BPF_K, K: seccompRetErrno | uint32(errno)})
	}
	filter = append(filter, syscall.SockFilter{Code: syscall.BPF_RET | syscall.BPF_K, K: seccompRetAllow})

	// a filter is of the thread that sets it, and of what that executes
	runtime.LockOSThread()
	prctl(prSetNoNewPrivs, 1, nil)
	prctl(prSetSeccomp, seccompModeFilter, &syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]})
	panic(syscall.Exec(command[1], command[1:], os.Environ()))
}

func prctl(option, argument uintptr, program *syscall.SockFprog) {
	_, _, errno := syscall.Syscall6(syscall.SYS_PRCTL, option, argument, uintptr(unsafe.Pointer(program)), 0, 0, 0)
	if errno != 0 {
		panic(errno)
	}
}

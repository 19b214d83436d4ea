#!/bin/sh
# Builds libconprof.so: build.sh <compiler> <home of a JDK 17> <file>. compiler.txt names the compiler of the binaries that are checked
# in, whose bytes it gives again. No C library is named in it: it takes what the JVM runs with, glibc or musl.
set -eu
compiler=$1 jdk=$2 file=$(realpath "$3")
cd "$(dirname "$0")"
exec "$compiler" -std=c11 -D_GNU_SOURCE -O2 -fPIC -fvisibility=hidden -fno-stack-protector -U_FORTIFY_SOURCE -Wall -Wextra -Werror -shared -s \
  -Wl,--build-id=none -nostdlib -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -I"$jdk/include" -I"$jdk/include/linux" \
  -o "$file" HeapTracker.c ThreadClocks.c tracker.c intervals.c survivors.c period.c names.c array.c file.c clock.c

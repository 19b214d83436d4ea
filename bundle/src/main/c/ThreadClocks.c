/* The native method of ThreadClocks.java. */
#include <jni.h>
#include <stdint.h>
#include <time.h>

/* posix-timers.h of Linux: the clock of what a thread was scheduled, in any thread of its process */
enum { PER_THREAD = 4, SCHEDULED = 2 };

static jlong nanos_of(jint thread) {
    struct timespec used;
    clockid_t clock = (clockid_t)(~(uint32_t)thread << 3 | PER_THREAD | SCHEDULED);
    return clock_gettime(clock, &used) == 0 ? (jlong)used.tv_sec * 1000000000 + used.tv_nsec : 0;
}

JNIEXPORT void JNICALL Java_io_blackfire_conprof_sampling_ThreadClocks_read0(
        JNIEnv *jni, jclass class, jintArray threads, jlongArray nanos) {
    (void)class;
    jsize count = (*jni)->GetArrayLength(jni, threads);
    for (jsize i = 0; i < count; i++) {
        jint thread;
        (*jni)->GetIntArrayRegion(jni, threads, i, 1, &thread);
        jlong used = nanos_of(thread);
        (*jni)->SetLongArrayRegion(jni, nanos, i, 1, &used);
    }
}

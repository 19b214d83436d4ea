/* The native methods of HeapTracker.java. */
#include <stdlib.h>

#include "clock.h"
#include "file.h"
#include "survivors.h"
#include "tracker.h"

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_io_blackfire_conprof_sampling_HeapTracker_##name

static jvmtiError loaded;
static size_t limit;
/* valid until the next command */
static struct file file;
/* what the stacks of the period in it took of their room */
static double room;

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    JNIEnv *jni;
    if ((*vm)->GetEnv(vm, (void **)&jni, JNI_VERSION_10) != JNI_OK) {
        return JNI_ERR;
    }
    loaded = tracker_load(vm, jni);
    return JNI_VERSION_10;
}

static void forget_file(void) {
    free(file.bytes);
    file = (struct file){0};
}

NATIVE(jint, start0)(
        JNIEnv *jni, jclass class, jlong interval_bytes, jboolean live, jlong limit_bytes, jintArray threads) {
    (void)class;
    if (loaded != JVMTI_ERROR_NONE) {
        return (jint)loaded;
    }
    limit = (size_t)limit_bytes;
    jint *ids = (*jni)->GetIntArrayElements(jni, threads, NULL);
    if (ids == NULL) {
        return JVMTI_ERROR_OUT_OF_MEMORY;
    }
    uint32_t count = (uint32_t)(*jni)->GetArrayLength(jni, threads);
    jvmtiError error = tracker_start(jni, (uint64_t)interval_bytes, live == JNI_TRUE, limit, ids, count);
    (*jni)->ReleaseIntArrayElements(jni, threads, ids, JNI_ABORT);
    return (jint)error;
}

NATIVE(void, clock0)(JNIEnv *jni, jclass class, jlong now, jlong frequency) {
    (void)jni;
    (void)class;
    clock_set((uint64_t)now, (uint64_t)frequency);
}

NATIVE(jobject, dump0)(JNIEnv *jni, jclass class) {
    (void)class;
    forget_file();
    struct period *ended = tracker_next_period();
    if (ended == NULL) {
        return NULL;
    }
    uint64_t latest_gone = survivors_let_go(jni, ended);
    if (survivors != NULL) {
        file_add(&file, SECTION_SURVIVORS, survivors, latest_gone);
    }
    file_add(&file, SECTION_PERIOD, ended, latest_gone);
    room = names_room(ended->names);
    if (!survivors_take(jni, ended, limit)) {
        file.cut = true;
    }
    file_end(&file);
    tracker_release(ended, jni);
    return (*jni)->NewDirectByteBuffer(jni, file.bytes, (jlong)file.length);
}

NATIVE(void, stop0)(JNIEnv *jni, jclass class) {
    (void)class;
    tracker_stop(jni);
    survivors_free(jni);
    forget_file();
}

NATIVE(jobject, latest0)(JNIEnv *jni, jclass class) {
    (void)class;
    return (*jni)->NewDirectByteBuffer(jni, (void *)&tracker_latest, sizeof tracker_latest);
}

NATIVE(jboolean, sampledSince0)(JNIEnv *jni, jclass class, jlong time) {
    (void)jni;
    (void)class;
    return tracker_sampled_since((uint64_t)time) ? JNI_TRUE : JNI_FALSE;
}

NATIVE(jlong, spentNanos0)(JNIEnv *jni, jclass class) {
    (void)jni;
    (void)class;
    return (jlong)tracker_spent_nanos();
}

NATIVE(jdouble, room0)(JNIEnv *jni, jclass class) {
    (void)jni;
    (void)class;
    return room;
}

NATIVE(jlong, bytes0)(JNIEnv *jni, jclass class) {
    (void)jni;
    (void)class;
    size_t bytes = tracker_bytes() + file.capacity + (survivors == NULL ? 0 : period_bytes(survivors));
    return (jlong)bytes;
}

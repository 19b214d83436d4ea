#include "tracker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "intervals.h"

enum {
    DEEPEST = 2048,
    MOST_LINES = 1 << 13,
    /* walks that are kept for the next samples */
    MOST_IDLE = 8
};

/* What a thread works with while it takes a sample. */
struct walk {
    jvmtiFrameInfo found[DEEPEST];
    struct frame frames[DEEPEST];
    struct line lines[MOST_LINES];
    struct walk *next;
};

/* What the JVM says of a method. */
struct description {
    char *type;
    char *name;
    jweak class;
    uint32_t line_count;
};

_Atomic uint64_t tracker_latest;

static jvmtiEnv *jvmti;
static jfieldID thread_id;
static jclass object_class;
static jclass virtual_thread;
static jfieldID virtual_thread_carrier;

/* a method's number may be another's once its class is unloaded, which a collection does */
static atomic_uint collections;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* all of these under the lock */
static struct period *current;
static struct walk *walks;
static uint32_t idle_walks;
static uint32_t all_walks;
static uint64_t last_id;
static bool follow;
static size_t limit;
static uint64_t spent_nanos;
/* an object of our own that nobody holds, made after the last sample: once it is gone, a collection has been since */
static jweak own;
static uint64_t own_id;
static uint64_t own_gone;
/* the thread that makes one: it is not sampled meanwhile */
static int32_t own_thread;

static int32_t os_thread_id(void) {
    return (int32_t)syscall(SYS_gettid);
}

/* Deallocates what JVMTI has allocated. */
static void deallocate(void *memory) {
    (*jvmti)->Deallocate(jvmti, memory);
}

/* Null without memory, for which no exception is left to whoever allocates. */
static jweak weak(JNIEnv *jni, jobject object) {
    jweak ref = (*jni)->NewWeakGlobalRef(jni, object);
    if (ref == NULL) {
        (*jni)->ExceptionClear(jni);
    }
    return ref;
}

/* Lets go of a period under the lock; returns whether it is to be freed. */
static bool leave(struct period *period) {
    return --period->users == 0 && period->ended;
}

/* The name of a class as in a class file: without L and ; */
static const char *class_name(const char *signature, size_t *length) {
    *length = strlen(signature);
    if (signature[0] != 'L') {
        return signature;
    }
    *length -= 2;
    return signature + 1;
}

static uint32_t class_text(struct names *names, const char *signature) {
    size_t length;
    const char *chars = class_name(signature, &length);
    return names_text(names, chars, length);
}

/* The method is on the stack of the current thread, so it and its class are there. */
static struct description describe(JNIEnv *jni, jmethodID method, struct line *lines) {
    struct description of = {0};
    jclass class = NULL;
    if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &class) == JVMTI_ERROR_NONE) {
        (*jvmti)->GetClassSignature(jvmti, class, &of.type, NULL);
        of.class = weak(jni, class);
        (*jni)->DeleteLocalRef(jni, class);
    }
    (*jvmti)->GetMethodName(jvmti, method, &of.name, NULL, NULL);
    jint count = 0;
    jvmtiLineNumberEntry *table = NULL;
    if ((*jvmti)->GetLineNumberTable(jvmti, method, &count, &table) == JVMTI_ERROR_NONE) {
        for (jint i = 0; i < count && of.line_count < MOST_LINES; i++) {
            lines[of.line_count++] = (struct line){(uint16_t)table[i].start_location, (uint16_t)table[i].line_number};
        }
        deallocate(table);
    }
    return of;
}

/* Under the lock, which it gives up meanwhile. */
static void learn_method(JNIEnv *jni, struct period *period, jmethodID method, uint32_t known, uint32_t now, struct walk *walk) {
    jweak class = known == 0 ? NULL : period->names->methods[known].class;
    pthread_mutex_unlock(&lock);
    bool same = class != NULL && !(*jni)->IsSameObject(jni, class, NULL);
    struct description of = {0};
    if (!same) {
        of = describe(jni, method, walk->lines);
    }
    pthread_mutex_lock(&lock);
    jweak unused = NULL;
    if (period->ended) {
        unused = of.class;
    } else if (same) {
        period->names->methods[known].checked = now;
    } else {
        struct names *names = period->names;
        struct method added = {
            .type = of.type == NULL ? 0 : class_text(names, of.type),
            .name = of.name == NULL ? 0 : names_text(names, of.name, strlen(of.name)),
            .class = of.class,
            .checked = now,
        };
        unused = names_add_method(names, (uintptr_t)method, added, walk->lines, of.line_count) == 0 ? of.class : NULL;
    }
    if (!same) {
        pthread_mutex_unlock(&lock);
        if (unused != NULL) {
            (*jni)->DeleteWeakGlobalRef(jni, unused);
        }
        deallocate(of.type);
        deallocate(of.name);
        pthread_mutex_lock(&lock);
    }
}

/* Under the lock, which it may give up meanwhile: then the period may have ended. */
static uint32_t stack_of(JNIEnv *jni, struct period *period, struct walk *walk, uint32_t depth, uint32_t now) {
    struct names *names = period->names;
    for (uint32_t i = 0; i < depth && !period->ended; i++) {
        jmethodID method = walk->found[i].method;
        uint32_t known = names_method(names, (uintptr_t)method);
        if (known == 0 || (int32_t)(names->methods[known].checked - now) < 0) {
            learn_method(jni, period, method, known, now, walk);
            known = period->ended ? 0 : names_method(names, (uintptr_t)method);
        }
        jlocation location = walk->found[i].location;
        if (i > 0 && method == walk->found[i - 1].method && location == walk->found[i - 1].location) {
            /* deep recursion, and a long table of lines */
            walk->frames[i] = walk->frames[i - 1];
            continue;
        }
        walk->frames[i] = (struct frame){known, location < 0 ? 0 : names_line(names, known, location)};
    }
    return period->ended ? 0 : names_stack(names, walk->frames, depth);
}

/* The platform thread that a thread of Java's runs in: samples of virtual threads are their carrier's, as async-profiler's are. */
static jthread platform_thread(JNIEnv *jni, jthread thread) {
    if (virtual_thread_carrier == NULL || !(*jni)->IsInstanceOf(jni, thread, virtual_thread)) {
        return thread;
    }
    return (*jni)->GetObjectField(jni, thread, virtual_thread_carrier);
}

/* Under the lock, which it may give up meanwhile: then the period may have ended. */
static uint32_t thread_of(JNIEnv *jni, struct period *period, jthread thread, int64_t java_id) {
    int32_t os_id = os_thread_id();
    uint32_t known = names_thread(period->names, os_id);
    if (known != 0 && period->names->threads[known].java_id == java_id) {
        return known;
    }
    pthread_mutex_unlock(&lock);
    jvmtiThreadInfo info = {0};
    if (thread != NULL && (*jvmti)->GetThreadInfo(jvmti, thread, &info) == JVMTI_ERROR_NONE) {
        (*jni)->DeleteLocalRef(jni, info.thread_group);
        (*jni)->DeleteLocalRef(jni, info.context_class_loader);
    }
    pthread_mutex_lock(&lock);
    if (!period->ended) {
        uint32_t name = info.name == NULL ? 0 : names_text(period->names, info.name, strlen(info.name));
        known = names_add_thread(period->names, (struct thread){.java_id = java_id, .os_id = os_id, .name = name});
    }
    if (info.name != NULL) {
        pthread_mutex_unlock(&lock);
        deallocate(info.name);
        pthread_mutex_lock(&lock);
    }
    return known;
}

/* Something to work with, if the next sample is worth taking. */
static struct walk *begin(struct sample *sample, bool *followed) {
    int32_t thread = os_thread_id();
    pthread_mutex_lock(&lock);
    sample->interval_bytes = intervals_of_sample(thread, sample->size_bytes);
    bool ours = own_thread != 0 && own_thread == thread;
    bool wanted = !ours && sample->interval_bytes != 0 && current != NULL && period_wants(current);
    *followed = follow;
    struct walk *walk = wanted ? walks : NULL;
    if (walk != NULL) {
        walks = walk->next;
        idle_walks--;
    } else if (wanted) {
        walk = malloc(sizeof *walk);
        if (walk == NULL) {
            current->taken++;
        } else {
            all_walks++;
        }
    }
    pthread_mutex_unlock(&lock);
    return walk;
}

/* Keeps a walk for the next sample, or frees it. Under the lock. */
static void give_back(struct walk *walk) {
    if (current == NULL || idle_walks == MOST_IDLE) {
        all_walks--;
        free(walk);
        return;
    }
    idle_walks++;
    walk->next = walks;
    walks = walk;
}

/* Adds the sample to the period under way; returns an object that is no longer followed. */
static jweak add(JNIEnv *jni, struct sample sample, struct walk *walk, uint32_t depth, jthread thread, int64_t java_id,
        const char *type, uint32_t now, uint64_t begun_nanos) {
    struct period *period;
    bool added = false;
    jweak unused = sample.object;
    pthread_mutex_lock(&lock);
    while (!added && (period = current) != NULL) {
        period->users++;
        sample.thread = thread_of(jni, period, thread, java_id);
        sample.stack = period->ended ? 0 : stack_of(jni, period, walk, depth, now);
        if (!period->ended) {
            sample.type = class_text(period->names, type);
            sample.id = ++last_id;
            period->names->threads[sample.thread].last = sample.time;
            if (sample.time > tracker_latest) {
                tracker_latest = sample.time;
            }
            unused = period_add(period, sample);
            added = true;
        }
        if (leave(period)) {
            pthread_mutex_unlock(&lock);
            period_free(period, jni);
            pthread_mutex_lock(&lock);
        }
    }
    give_back(walk);
    spent_nanos += clock_nanos() - begun_nanos;
    pthread_mutex_unlock(&lock);
    return unused;
}

/* Takes note if our own object is gone, and puts another in its place, or none. */
static void replace_own(JNIEnv *jni, jweak next, uint64_t next_id) {
    pthread_mutex_lock(&lock);
    jweak before = own;
    uint64_t before_id = own_id;
    own = next;
    own_id = next_id;
    own_thread = 0;
    pthread_mutex_unlock(&lock);
    if (before == NULL) {
        return;
    }
    if ((*jni)->IsSameObject(jni, before, NULL)) {
        pthread_mutex_lock(&lock);
        own_gone = before_id > own_gone ? before_id : own_gone;
        pthread_mutex_unlock(&lock);
    }
    (*jni)->DeleteWeakGlobalRef(jni, before);
}

static void make_own(JNIEnv *jni) {
    pthread_mutex_lock(&lock);
    bool busy = own_thread != 0 || current == NULL;
    if (!busy) {
        own_thread = os_thread_id();
    }
    uint64_t id = ++last_id;
    pthread_mutex_unlock(&lock);
    if (busy) {
        return;
    }
    jobject object = (*jni)->AllocObject(jni, object_class);
    if (object == NULL) {
        (*jni)->ExceptionClear(jni);
    }
    jweak next = object == NULL ? NULL : weak(jni, object);
    (*jni)->DeleteLocalRef(jni, object);
    replace_own(jni, next, id);
}

static void JNICALL sampled(
        jvmtiEnv *env, JNIEnv *jni, jthread thread, jobject object, jclass class, jlong size_bytes) {
    uint64_t begun_nanos = clock_nanos();
    struct sample sample = {.size_bytes = (uint64_t)size_bytes, .weight = 1};
    bool followed;
    struct walk *walk = begin(&sample, &followed);
    if (walk == NULL) {
        return;
    }
    uint32_t now = atomic_load(&collections);
    jint depth = 0;
    if ((*env)->GetStackTrace(env, NULL, 0, DEEPEST, walk->found, &depth) != JVMTI_ERROR_NONE) {
        depth = 0;
    }
    sample.time = clock_now();
    if (followed) {
        sample.object = weak(jni, object);
    }
    jthread platform = thread == NULL ? NULL : platform_thread(jni, thread);
    int64_t java_id = platform == NULL ? 0 : (*jni)->GetLongField(jni, platform, thread_id);
    char *type = NULL;
    (*env)->GetClassSignature(env, class, &type, NULL);
    jweak unused = add(jni, sample, walk, (uint32_t)depth, platform, java_id, type == NULL ? "" : type, now,
            begun_nanos);
    if (unused != NULL) {
        (*jni)->DeleteWeakGlobalRef(jni, unused);
    }
    if (followed) {
        make_own(jni);
    }
    if (platform != thread) {
        (*jni)->DeleteLocalRef(jni, platform);
    }
    if (type != NULL) {
        deallocate(type);
    }
}

/* At a safepoint or in the one thread that ends a collection: nobody else writes. */
static void JNICALL collected(jvmtiEnv *env) {
    (void)env;
    atomic_store(&collections, atomic_load(&collections) + 1);
}

jvmtiError tracker_load(JavaVM *vm, JNIEnv *jni) {
    if ((*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_11) != JNI_OK) {
        return JVMTI_ERROR_UNSUPPORTED_VERSION;
    }
    jclass thread = (*jni)->FindClass(jni, "java/lang/Thread");
    thread_id = (*jni)->GetFieldID(jni, thread, "tid", "J");
    if (thread_id == NULL) {
        (*jni)->ExceptionClear(jni);
        return JVMTI_ERROR_INVALID_CLASS;
    }
    object_class = (*jni)->NewGlobalRef(jni, (*jni)->FindClass(jni, "java/lang/Object"));
    /* from JDK 21 on */
    jclass virtual = (*jni)->FindClass(jni, "java/lang/VirtualThread");
    if (virtual != NULL) {
        virtual_thread = (*jni)->NewGlobalRef(jni, virtual);
        virtual_thread_carrier = (*jni)->GetFieldID(jni, virtual, "carrierThread", "Ljava/lang/Thread;");
    }
    (*jni)->ExceptionClear(jni);
    jvmtiEventCallbacks callbacks = {.SampledObjectAlloc = sampled, .GarbageCollectionFinish = collected};
    return (*jvmti)->SetEventCallbacks(jvmti, &callbacks, sizeof callbacks);
}

static jvmtiError listen(jvmtiEventMode mode) {
    jvmtiError error =
            (*jvmti)->SetEventNotificationMode(jvmti, mode, JVMTI_EVENT_GARBAGE_COLLECTION_FINISH, NULL);
    return error != JVMTI_ERROR_NONE
            ? error
            : (*jvmti)->SetEventNotificationMode(jvmti, mode, JVMTI_EVENT_SAMPLED_OBJECT_ALLOC, NULL);
}

/* One agent of the JVM can have it at a time, so it is ours only while we sample. */
static const jvmtiCapabilities CAPABILITIES = {
    .can_generate_sampled_object_alloc_events = 1,
    .can_generate_garbage_collection_events = 1,
    .can_get_line_numbers = 1,
};

jvmtiError tracker_start(JNIEnv *jni, uint64_t interval_bytes, bool live, size_t limit_bytes, const int32_t *threads,
        uint32_t thread_count) {
    if (interval_bytes > INT32_MAX) {
        interval_bytes = INT32_MAX;
    }
    pthread_mutex_lock(&lock);
    limit = limit_bytes;
    bool on = current != NULL;
    if (on) {
        intervals_change(interval_bytes, threads, thread_count);
    }
    pthread_mutex_unlock(&lock);
    if (on) {
        return (*jvmti)->SetHeapSamplingInterval(jvmti, (jint)interval_bytes);
    }
    struct period *first = period_new(limit_bytes);
    if (first == NULL) {
        return JVMTI_ERROR_OUT_OF_MEMORY;
    }
    jvmtiError error = (*jvmti)->AddCapabilities(jvmti, &CAPABILITIES);
    if (error == JVMTI_ERROR_NONE) {
        pthread_mutex_lock(&lock);
        intervals_change(interval_bytes, threads, thread_count);
        current = first;
        follow = live;
        pthread_mutex_unlock(&lock);
        (*jvmti)->SetHeapSamplingInterval(jvmti, (jint)interval_bytes);
        error = listen(JVMTI_ENABLE);
        if (error != JVMTI_ERROR_NONE) {
            tracker_stop(jni);
        }
        return error;
    }
    period_free(first, jni);
    return error;
}

struct period *tracker_next_period(void) {
    pthread_mutex_lock(&lock);
    size_t limit_bytes = limit;
    pthread_mutex_unlock(&lock);
    struct period *next = period_new(limit_bytes);
    if (next == NULL) {
        return NULL;
    }
    pthread_mutex_lock(&lock);
    struct period *ended = current;
    if (ended != NULL) {
        ended->ended = true;
        /* the caller's */
        ended->users++;
        current = next;
    }
    pthread_mutex_unlock(&lock);
    if (ended == NULL) {
        period_free(next, NULL);
    }
    return ended;
}

void tracker_release(struct period *ended, JNIEnv *jni) {
    pthread_mutex_lock(&lock);
    bool last = leave(ended);
    pthread_mutex_unlock(&lock);
    if (last) {
        period_free(ended, jni);
    }
}

void tracker_stop(JNIEnv *jni) {
    listen(JVMTI_DISABLE);
    (*jvmti)->RelinquishCapabilities(jvmti, &CAPABILITIES);
    pthread_mutex_lock(&lock);
    struct period *last = current;
    struct walk *unused = walks;
    current = NULL;
    walks = NULL;
    all_walks -= idle_walks;
    idle_walks = 0;
    if (last != NULL) {
        last->ended = true;
        last->users++;
    }
    pthread_mutex_unlock(&lock);
    if (last != NULL) {
        tracker_release(last, jni);
    }
    replace_own(jni, NULL, 0);
    while (unused != NULL) {
        struct walk *next = unused->next;
        free(unused);
        unused = next;
    }
}

uint64_t tracker_latest_gone(JNIEnv *jni) {
    make_own(jni);
    pthread_mutex_lock(&lock);
    uint64_t id = own_gone;
    pthread_mutex_unlock(&lock);
    return id;
}

bool tracker_sampled_since(uint64_t time) {
    pthread_mutex_lock(&lock);
    uint32_t thread = current == NULL ? 0 : names_thread(current->names, os_thread_id());
    bool sampled = thread != 0 && current->names->threads[thread].last >= time;
    pthread_mutex_unlock(&lock);
    return sampled;
}

uint64_t tracker_spent_nanos(void) {
    pthread_mutex_lock(&lock);
    uint64_t nanos = spent_nanos;
    pthread_mutex_unlock(&lock);
    return nanos;
}

size_t tracker_bytes(void) {
    pthread_mutex_lock(&lock);
    size_t bytes = (current == NULL ? 0 : period_bytes(current)) + all_walks * sizeof(struct walk);
    pthread_mutex_unlock(&lock);
    return bytes;
}

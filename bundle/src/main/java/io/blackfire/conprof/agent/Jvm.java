package io.blackfire.conprof.agent;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is the same in all profiles of this JVM.
 *
 * @param host the machine's name
 * @param processId the process
 * @param startedMillis when the JVM started, milliseconds since the epoch
 * @param projectId the Platform.sh/Upsun project, if the JVM runs in one
 */
record Jvm(String host, long processId, long startedMillis, Optional<String> projectId) {

    static Jvm current(Map<String, String> environment) {
        return new Jvm(
                HostName.find(environment),
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getStartTime(),
                Optional.ofNullable(environment.get("PLATFORM_PROJECT")).filter(id -> !id.isBlank()));
    }

    /** Made from what tells JVMs apart, not at random, so that every class loader in this JVM comes to the same. */
    UUID runtimeId() {
        String identity = host + '|' + processId + '|' + startedMillis;
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    }

    /** What this JVM's folders begin with, whatever name the host has by now. */
    String folderPrefix() {
        return processId + "-" + startedMillis + "-";
    }

    /** Version of this profiler: the jar's manifest says it. */
    static String probeVersion() {
        String version = Jvm.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}

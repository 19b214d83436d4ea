package io.blackfire.conprof.payara.command;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;

import org.glassfish.api.Param;

/** A parameter for each setting, named as its attribute in {@code domain.xml}; those not given are null, empty ones unset it. */
class SettingParameters {
    @Param(name = "enabled", optional = true)
    private String enabled;

    @Param(name = "application-name", optional = true)
    private String applicationName;

    @Param(name = "agent-socket", optional = true)
    private String agentSocket;

    @Param(name = "server-id", optional = true)
    private String serverId;

    @Param(name = "server-token", optional = true)
    private String serverToken;

    @Param(name = "period", optional = true)
    private String period;

    @Param(name = "upload-timeout", optional = true)
    private String uploadTimeout;

    @Param(name = "spool-limit", optional = true)
    private String spoolLimit;

    @Param(name = "spool-age", optional = true)
    private String spoolAge;

    @Param(name = "labels", optional = true)
    private String labels;

    @Param(name = "dimensions", optional = true)
    private String dimensions;

    @Param(name = "cpu-engine", optional = true)
    private String cpuEngine;

    @Param(name = "cpu-rate", optional = true)
    private String cpuRate;

    @Param(name = "wall-interval", optional = true)
    private String wallInterval;

    @Param(name = "alloc-interval", optional = true)
    private String allocInterval;

    @Param(name = "overhead-limit", optional = true)
    private String overheadLimit;

    @Param(name = "memory-limit", optional = true)
    private String memoryLimit;

    @Param(name = "mode", optional = true)
    private String mode;

    @Param(name = "deployments-include", optional = true)
    private String deploymentsInclude;

    @Param(name = "deployments-exclude", optional = true)
    private String deploymentsExclude;

    @Param(name = "deployments-names", optional = true)
    private String deploymentsNames;

    @Param(name = "deployments-labels", optional = true)
    private String deploymentsLabels;

    /** Those that were given, by name. */
    final Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        try {
            for (Field field : SettingParameters.class.getDeclaredFields()) {
                Param parameter = field.getAnnotation(Param.class);
                String value = parameter == null ? null : (String) field.get(this);
                // who shows a form with what we told has not changed what we have hidden
                if (value != null && !value.equals(GetConfigurationCommand.HIDDEN)) {
                    given.put(parameter.name(), value.strip());
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError("a field of this class", e);
        }
        return given;
    }
}

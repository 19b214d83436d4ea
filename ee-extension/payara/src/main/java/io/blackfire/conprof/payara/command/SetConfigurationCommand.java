package io.blackfire.conprof.payara.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.enterprise.config.serverbeans.Config;
import jakarta.inject.Inject;
import org.glassfish.api.ActionReport;
import org.glassfish.api.Param;
import org.glassfish.api.admin.AdminCommand;
import org.glassfish.api.admin.AdminCommandContext;
import org.glassfish.api.admin.ExecuteOn;
import org.glassfish.api.admin.RestEndpoint;
import org.glassfish.api.admin.RestEndpoints;
import org.glassfish.api.admin.RestParam;
import org.glassfish.api.admin.RuntimeType;
import org.glassfish.hk2.api.PerLookup;
import org.glassfish.internal.api.Target;
import org.jvnet.hk2.annotations.Service;
import org.jvnet.hk2.config.ConfigBean;
import org.jvnet.hk2.config.ConfigSupport;
import org.jvnet.hk2.config.Dom;
import org.jvnet.hk2.config.TransactionFailure;

import io.blackfire.conprof.payara.ConprofConfiguration;

/** {@code set-blackfire-conprof-configuration}: all values that are given, or none if one of them is refused. */
@Service(name = SetConfigurationCommand.NAME)
@PerLookup
@ExecuteOn({RuntimeType.DAS, RuntimeType.INSTANCE})
@RestEndpoints(
        @RestEndpoint(
                configBean = Config.class,
                opType = RestEndpoint.OpType.POST,
                path = SetConfigurationCommand.NAME,
                description = "Changes settings of Blackfire Conprof",
                params = @RestParam(name = "target", value = "$parent")))
public final class SetConfigurationCommand extends SettingParameters implements AdminCommand {
    static final String NAME = "set-blackfire-conprof-configuration";

    @Inject
    private Target targets;

    @Inject
    private ConfigSupport support;

    @Param(optional = true, defaultValue = "server-config")
    private String target;

    /** For the server. */
    public SetConfigurationCommand() {}

    @Override
    public void execute(AdminCommandContext context) {
        ActionReport report = context.getActionReport();
        List<Config> configs = Configurations.of(targets, target);
        if (configs.isEmpty()) {
            fail(report, "There is no configuration, instance or deployment group " + target);
            return;
        }
        List<String> refused = new ArrayList<>();
        configs.forEach(config -> refused.addAll(Refusal.of(Configurations.written(config), given())));
        if (!refused.isEmpty()) {
            fail(report, String.join("\n", refused.stream().distinct().toList()));
            return;
        }
        try {
            support.apply(changes(configs));
            report.setActionExitCode(ActionReport.ExitCode.SUCCESS);
        } catch (TransactionFailure e) {
            fail(report, "Not changed: " + e.getMessage());
        }
    }

    private Map<ConfigBean, Map<String, String>> changes(List<Config> configs) {
        Map<ConfigBean, Map<String, String>> changes = new LinkedHashMap<>();
        for (Config config : configs) {
            Map<String, String> values = new LinkedHashMap<>();
            // null removes the attribute
            given().forEach((name, value) -> values.put(name, value.isEmpty() ? null : value));
            ConprofConfiguration configuration = config.getExtensionByType(ConprofConfiguration.class);
            changes.put((ConfigBean) Dom.unwrap(configuration), values);
        }
        return changes;
    }

    private static void fail(ActionReport report, String message) {
        report.setActionExitCode(ActionReport.ExitCode.FAILURE);
        report.setMessage(message);
    }
}

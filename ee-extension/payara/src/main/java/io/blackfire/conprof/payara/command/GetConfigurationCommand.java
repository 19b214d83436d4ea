package io.blackfire.conprof.payara.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import com.sun.enterprise.config.serverbeans.Config;
import jakarta.inject.Inject;
import org.glassfish.api.ActionReport;
import org.glassfish.api.Param;
import org.glassfish.api.admin.AdminCommand;
import org.glassfish.api.admin.AdminCommandContext;
import org.glassfish.api.admin.CommandLock;
import org.glassfish.api.admin.ExecuteOn;
import org.glassfish.api.admin.RestEndpoint;
import org.glassfish.api.admin.RestEndpoints;
import org.glassfish.api.admin.RestParam;
import org.glassfish.api.admin.RuntimeType;
import org.glassfish.hk2.api.PerLookup;
import org.glassfish.internal.api.Target;
import org.jvnet.hk2.annotations.Service;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.Columns;
import io.blackfire.conprof.payara.SettingAttributes;

/** {@code get-blackfire-conprof-configuration}: what is written in {@code domain.xml}, without secrets. */
@Service(name = GetConfigurationCommand.NAME)
@PerLookup
@CommandLock(CommandLock.LockType.NONE)
@ExecuteOn(RuntimeType.DAS)
@RestEndpoints(
        @RestEndpoint(
                configBean = Config.class,
                opType = RestEndpoint.OpType.GET,
                path = GetConfigurationCommand.NAME,
                description = "Tells the settings of Blackfire Conprof",
                params = @RestParam(name = "target", value = "$parent")))
public final class GetConfigurationCommand implements AdminCommand {
    static final String NAME = "get-blackfire-conprof-configuration";

    // of one part, and without a value for where it stands for nothing
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}:]*}");
    /** What stands for a secret; written back, it leaves it as it was. */
    static final String HIDDEN = "***";

    @Inject
    private Target targets;

    @Param(optional = true, defaultValue = "server-config")
    private String target;

    /** For the server. */
    public GetConfigurationCommand() {}

    @Override
    public void execute(AdminCommandContext context) {
        ActionReport report = context.getActionReport();
        List<Config> configs = Configurations.of(targets, target);
        if (configs.isEmpty()) {
            report.setActionExitCode(ActionReport.ExitCode.FAILURE);
            report.setMessage("There is no configuration, instance or deployment group " + target);
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Config config : configs) {
            Map<String, String> shown = shown(Configurations.written(config));
            text.append(config.getName()).append('\n').append(table(shown));
            Properties extra = new Properties();
            // two maps, as the console sends secrets apart: it logs what it could not save
            extra.put("blackfireConprofConfiguration", part(shown, false));
            extra.put("blackfireConprofSecrets", part(shown, true));
            report.setExtraProperties(extra);
        }
        report.setMessage(text.toString());
        report.setActionExitCode(ActionReport.ExitCode.SUCCESS);
    }

    private static Map<String, String> part(Map<String, String> shown, boolean secret) {
        Map<String, String> part = new LinkedHashMap<>(shown);
        for (Setting setting : Setting.values()) {
            if (setting.secret() != secret) {
                part.remove(SettingAttributes.name(setting));
            }
        }
        return part;
    }

    private static String table(Map<String, String> shown) {
        Columns columns = new Columns(3);
        columns.row("SETTING", "VALUE", "UNLESS SET");
        for (Setting setting : Setting.values()) {
            String name = SettingAttributes.name(setting);
            columns.row(name, shown.get(name), setting.defaultText().orElse(""));
        }
        StringBuilder text = new StringBuilder();
        columns.appendTo(text);
        return text.toString();
    }

    /** Every setting, those that are not written as an empty text. */
    private static Map<String, String> shown(Map<String, String> written) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String name = SettingAttributes.name(setting);
            String value = written.getOrDefault(name, "");
            boolean secret = setting.secret()
                    && !value.isEmpty()
                    && !REFERENCE.matcher(value).matches();
            shown.put(name, secret ? HIDDEN : value);
        }
        return shown;
    }
}

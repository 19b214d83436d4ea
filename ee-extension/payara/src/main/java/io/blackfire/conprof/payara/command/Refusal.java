package io.blackfire.conprof.payara.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerConfig.Problem;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.payara.SettingAttributes;
import io.blackfire.conprof.payara.WrittenSettings;

/** Why values are refused, and what stays instead. */
final class Refusal {
    private Refusal() {}

    /**
     * One line for each value that is.
     *
     * @param before what is written, by attribute
     * @param given what shall be written
     */
    static List<String> of(Map<String, String> before, Map<String, String> given) {
        ProfilerConfig inForce = WrittenSettings.of(before).resolve(null);
        List<String> refused = new ArrayList<>();
        for (Problem problem : WrittenSettings.of(given).resolve(inForce).problems()) {
            // what the environment says wrong is not the fault of this command
            Setting.withKey(problem.key())
                    .map(SettingAttributes::name)
                    .filter(given::containsKey)
                    .ifPresent(name -> refused.add(line(name, problem.value(), problem.reason(), problem.kept())));
        }
        return refused;
    }

    private static String line(String name, String value, String reason, String kept) {
        return name + "=" + value + " refused: " + reason + "; using " + kept;
    }
}

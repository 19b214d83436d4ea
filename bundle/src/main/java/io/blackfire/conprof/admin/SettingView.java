package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.Setting;

/** One setting in force, with the getters that make it open data. */
public final class SettingView {
    private final ProfilerConfig config;
    private final Setting setting;

    SettingView(ProfilerConfig config, Setting setting) {
        this.config = config;
        this.setting = setting;
    }

    public String getValue() {
        return config.text(setting);
    }

    public String getSource() {
        return Display.of(config.source(setting));
    }
}

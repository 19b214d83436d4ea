package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.ModelVersion;
import org.jboss.as.controller.SubsystemModel;

/** The versions of the management model. */
enum ConprofSubsystemModel implements SubsystemModel {
    VERSION_1_0_0(1, 0, 0);

    static final ConprofSubsystemModel CURRENT = VERSION_1_0_0;

    private final ModelVersion version;

    ConprofSubsystemModel(int major, int minor, int micro) {
        version = ModelVersion.create(major, minor, micro);
    }

    @Override
    public ModelVersion getVersion() {
        return version;
    }
}

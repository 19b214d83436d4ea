package io.blackfire.conprof.wildfly;

import org.wildfly.subsystem.SubsystemConfiguration;
import org.wildfly.subsystem.SubsystemExtension;
import org.wildfly.subsystem.SubsystemPersistence;

/** The extension that brings the subsystem {@code blackfire-conprof}. Made by the server, once for each boot. */
public final class ConprofExtension extends SubsystemExtension<ConprofSubsystemSchema> {

    /** For the server. */
    public ConprofExtension() {
        super(
                SubsystemConfiguration.of(
                        ConprofSubsystemRegistrar.NAME, ConprofSubsystemModel.CURRENT, ConprofSubsystemRegistrar::new),
                SubsystemPersistence.of(ConprofSubsystemSchema.CURRENT));
    }
}

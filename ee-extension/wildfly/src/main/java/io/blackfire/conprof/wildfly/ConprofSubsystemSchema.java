package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.SubsystemSchema;
import org.jboss.as.controller.persistence.xml.ResourceXMLParticleFactory;
import org.jboss.as.controller.persistence.xml.SubsystemResourceRegistrationXMLElement;
import org.jboss.as.controller.persistence.xml.SubsystemResourceXMLSchema;
import org.jboss.as.controller.xml.VersionedNamespace;
import org.jboss.staxmapper.IntVersion;

/** The versions of the XML that the subsystem is written in. */
enum ConprofSubsystemSchema implements SubsystemResourceXMLSchema<ConprofSubsystemSchema> {
    VERSION_1_0(1, 0);

    static final ConprofSubsystemSchema CURRENT = VERSION_1_0;

    private final VersionedNamespace<IntVersion, ConprofSubsystemSchema> namespace;

    ConprofSubsystemSchema(int major, int minor) {
        namespace = SubsystemSchema.createSubsystemURN(ConprofSubsystemRegistrar.NAME, new IntVersion(major, minor));
    }

    @Override
    public VersionedNamespace<IntVersion, ConprofSubsystemSchema> getNamespace() {
        return namespace;
    }

    @Override
    public SubsystemResourceRegistrationXMLElement getSubsystemXMLElement() {
        return ResourceXMLParticleFactory.newInstance(this)
                .subsystemElement(ConprofSubsystemRegistrar.REGISTRATION)
                .addAttributes(SettingAttributes.ALL.values())
                .build();
    }
}

package io.blackfire.conprof.payara;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the sample application needs to be deployed twice to Payara, which has names in common for all applications. */
final class Descriptors {
    /** It also calls a remote bean by its interface: a second one does not deploy. */
    private static final String BEANS =
            """
            <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
              "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
            <glassfish-ejb-jar>
              <enterprise-beans/>
              <disable-nonportable-jndi-names>true</disable-nonportable-jndi-names>
            </glassfish-ejb-jar>
            """;

    /** A queue of one name is one queue: either would get the other's messages. */
    private static final String QUEUE =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <jms-destination>
                <name>java:app/jms/work</name>
                <interface-name>jakarta.jms.Queue</interface-name>
                <destination-name>%s</destination-name>
              </jms-destination>
            </web-app>
            """;

    private Descriptors() {}

    static void addTo(WebArchive archive) {
        archive.addAsWebInfResource(new StringAsset(BEANS), "glassfish-ejb-jar.xml");
        if (!archive.contains("WEB-INF/web.xml")) {
            String name = archive.getName().replaceAll("\\W", "_");
            archive.setWebXML(new StringAsset(QUEUE.formatted(name)));
        }
    }
}

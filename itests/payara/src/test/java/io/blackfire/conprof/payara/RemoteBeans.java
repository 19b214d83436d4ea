package io.blackfire.conprof.payara;

import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.ee.SampleApplications;

/** Enterprise beans with remote interfaces: Payara 7 refuses applications with them on JDK 25, where its ORB does not start. */
final class RemoteBeans {
    private static final int NO_ORB = 25;

    private RemoteBeans() {}

    static boolean deployable() {
        return !System.getProperty("payara.kind").startsWith("payara 7.") || Asadmin.JDK.feature() < NO_ORB;
    }

    /** Takes out what would keep the server under test from deploying the rest. */
    static void leaveOutOf(WebArchive archive) {
        if (!deployable()) {
            SampleApplications.leaveOutRemoteBeans(archive);
        }
    }
}

package io.blackfire.conprof.wildfly;

import java.io.IOException;

import io.blackfire.conprof.harness.machine.Jdk;

class DeploymentsOnOldestJdkIT extends DeploymentsIT {
    DeploymentsOnOldestJdkIT() throws IOException {
        super(Jdk.tested().get(0));
    }
}

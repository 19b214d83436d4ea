package io.blackfire.conprof.wildfly;

import java.io.IOException;

import io.blackfire.conprof.harness.machine.Jdk;

class DeploymentsOnOldestJdkIT extends DeploymentsIT {

    @Override
    Jdk jdk() throws IOException {
        return Jdk.tested().get(0);
    }
}

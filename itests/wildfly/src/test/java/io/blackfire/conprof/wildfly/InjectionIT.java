package io.blackfire.conprof.wildfly;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.Injection;

class InjectionIT extends Injection {

    @Override
    protected EeServer server() {
        return new ArquillianServer();
    }
}

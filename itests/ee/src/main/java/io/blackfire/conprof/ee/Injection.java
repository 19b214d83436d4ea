package io.blackfire.conprof.ee;

import java.io.IOException;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ee.inject.BeansServlet;
import io.blackfire.conprof.ee.inject.InheritingServlet;
import io.blackfire.conprof.ee.inject.ProfiledBase;
import io.blackfire.conprof.ee.inject.ProfilerServlet;
import io.blackfire.conprof.ee.inject.StateBean;
import io.blackfire.conprof.ee.inject.StateOfBeanServlet;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code @Inject Profiler}, and nothing where nobody wants it. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class Injection {
    private static final String API = Profiler.class.getName();
    private static final String NOT_API = "io.blackfire.conprof.agent.Uploader";

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private Client client;

    /** The server. */
    protected abstract EeServer server();

    /** For Arquillian. */
    @Deployment(name = "using", testable = false)
    public static WebArchive using() {
        return plain("using.war").addClass(ProfilerServlet.class);
    }

    /** For Arquillian. */
    @Deployment(name = "plain", testable = false)
    public static WebArchive plain() {
        return plain("plain.war");
    }

    /** For Arquillian. */
    @Deployment(name = "inheriting", testable = false)
    public static EnterpriseArchive inheriting() {
        return ShrinkWrap.create(EnterpriseArchive.class, "inheriting.ear")
                .addAsLibrary(ShrinkWrap.create(JavaArchive.class, "base.jar").addClass(ProfiledBase.class))
                .addAsModule(ShrinkWrap.create(JavaArchive.class, "beans.jar").addClass(StateBean.class))
                .addAsModule(plain("inheriting.war").addClasses(InheritingServlet.class, StateOfBeanServlet.class));
    }

    private static WebArchive plain(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClass(BeansServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @BeforeEach
    void startAgent() throws IOException {
        client = new Client(server().http());
        server().configure(agent.address());
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void injectedProfiler_flushesAndTellsItsStatus() {
        assertThat(client.get("/using/state")).isEqualTo("RUNNING");
        agent.clear();
        assertThat(client.get("/using/flush")).isEqualTo("true");
        assertThat(agent.profiles()).isNotEmpty();
    }

    @Test
    void moduleThatHasItFromALibraryOfItsApplication_isDeployedAndHasIt() {
        assertThat(client.get("/inheriting/state")).isEqualTo("RUNNING");
    }

    @Test
    void beanOfAnEjbModule_hasIt() {
        assertThat(client.get("/inheriting/state-by-bean")).isEqualTo("RUNNING");
    }

    @Test
    void injectedProfiler_cannotBeStoppedByOneApplicationForAll() {
        assertThat(client.get("/using/stop")).contains("stopped by the server, for all applications");
        assertThat(client.get("/using/state")).isEqualTo("RUNNING");
    }

    @Test
    void applicationThatDoesNotUseIt_hasNoMoreBeansAndClassesThanWithout() {
        assertThat(client.get("/using/beans").lines()).contains(API);
        assertThat(client.get("/plain/beans").lines())
                .isNotEmpty()
                .noneMatch(
                        type -> type.startsWith("io.blackfire.conprof.") && !type.equals(BeansServlet.class.getName()));
        assertThat(client.get("/using/class?name=" + API)).isEqualTo("true");
        assertThat(client.get("/using/class?name=" + NOT_API)).isEqualTo("false");
        assertThat(client.get("/plain/class?name=" + API)).isEqualTo("false");
    }
}

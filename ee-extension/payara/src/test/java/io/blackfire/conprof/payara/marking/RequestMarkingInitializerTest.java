package io.blackfire.conprof.payara.marking;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.deploy.FilterDef;
import org.apache.catalina.deploy.FilterMap;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.ListedClasses;
import io.blackfire.conprof.servlet.RequestMarking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** In the server's own web container. */
class RequestMarkingInitializerTest {
    private static final String NAME = "blackfire-conprof";
    private static final Filter OTHER = (request, response, chain) -> chain.doFilter(request, response);

    private final Deployment shop =
            Profiler.builder().build().deployments().add("shop", Map.of(), ListedClasses.of(Set.of(), false), null);
    private final RequestMarkingInitializer initializer = new RequestMarkingInitializer(loader -> Optional.of(shop));

    @Test
    void filter_isForAllRequestsHoweverTheyAreDispatchedAndGoOn() {
        StandardContext context = new StandardContext();
        start(initializer, context);
        assertThat(context.findFilterMaps()).singleElement().satisfies(map -> {
            assertThat(map.getFilterName()).isEqualTo(NAME);
            assertThat(map.getURLPattern()).isEqualTo("/*");
            assertThat(map.getServletName()).isNull();
            assertThat(map.getDispatcherTypes()).isEqualTo(EnumSet.allOf(DispatcherType.class));
        });
        FilterDef filter = context.findFilterDef(NAME);
        assertThat(filter.isAsyncSupported()).isTrue();
        assertThat(filter.getFilter()).isInstanceOf(RequestMarking.class);
    }

    @Test
    void filter_comesBeforeThoseOfTheApplication() {
        StandardContext context = new StandardContext();
        FilterRegistration.Dynamic own = context.getServletContext().addFilter("own", OTHER);
        own.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        start(initializer, context);
        own.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, "any");
        assertThat(context.findFilterMaps())
                .extracting(FilterMap::getFilterName)
                .containsExactly(NAME, "own", "own");
    }

    @Test
    void filterOfThatName_staysTheApplications() {
        StandardContext context = new StandardContext();
        context.getServletContext().addFilter(NAME, OTHER);
        start(initializer, context);
        assertThat(context.findFilterDef(NAME).getFilter()).isSameAs(OTHER);
        assertThat(context.findFilterMaps()).isEmpty();
    }

    @Test
    void applicationThatNobodyKnows_hasNoFilter() {
        StandardContext context = new StandardContext();
        start(new RequestMarkingInitializer(loader -> Optional.empty()), context);
        assertThat(context.findFilterDefs()).isEmpty();
    }

    @Test
    void serverThatTakesNoFilter_startsTheApplication() {
        assertStarts(new Closed(() -> {
            throw new IllegalStateException("it has started");
        }));
        assertStarts(new Closed(() -> {
            throw new NoSuchMethodError("of another version");
        }));
    }

    private void assertStarts(StandardContext context) {
        assertThatCode(() -> start(initializer, context)).doesNotThrowAnyException();
    }

    @Test
    void initializerWithoutOurService_startsTheApplication() {
        StandardContext context = new StandardContext();
        assertThatCode(() -> start(new RequestMarkingInitializer(), context)).doesNotThrowAnyException();
        assertThat(context.findFilterDefs()).isEmpty();
    }

    private static void start(RequestMarkingInitializer initializer, StandardContext context) {
        initializer.onStartup(Set.of(), context.getServletContext());
    }

    private static final class Closed extends StandardContext {
        private static final long serialVersionUID = 1;
        private final transient Supplier<FilterRegistration.Dynamic> refusal;

        Closed(Supplier<FilterRegistration.Dynamic> refusal) {
            this.refusal = refusal;
        }

        @Override
        public FilterRegistration.Dynamic addFilter(String name, Filter filter) {
            return refusal.get();
        }
    }
}

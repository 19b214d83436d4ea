package io.blackfire.conprof;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The deployments that the profiler tells apart. Filled by the adapter of a server, or by any program that hosts several
 * applications.
 */
@ProviderType
public interface Deployments {

    /**
     * Adds a deployment; its samples go to the profile of its name from now on.
     *
     * <p>Deployments of one name, at once or one after the other, share one profile: the modules of an application, two
     * lives of it. Labels in which they agree are the profile's, labels in which they differ are those of their samples.
     *
     * @param name the application's name, any text; {@code deployments.names} may still rename it
     * @param labels further labels, for instance {@code module}
     * @param classes its own classes
     * @param contextClassLoader the context class loader of its threads, or null when it has none of its own
     * @return the handle that runs code as this deployment and removes it
     */
    Deployment add(String name, Map<String, String> labels, ClassSource classes, ClassLoader contextClassLoader);

    /**
     * Says what has classes beside the deployments, instead of what was said before; at first nothing has.
     *
     * <p>Recordings have class names only: a deployment's class that is there a second time says nothing about whose work it
     * is.
     *
     * @param server those of the server
     * @param libraries those of libraries, which are nobody's: like the JDK's, they work for the code that calls them
     */
    void surroundings(ClassSet server, ClassSet libraries);

    /**
     * Says that there may be deployments at work that will be added soon, or that there are none any longer, as at first. The
     * profiles of a period that ends meanwhile wait for them, 5 s at most; the next period lasts at least as long.
     */
    void changing(boolean now);

    /** The deployments there are now, in the order they were added. */
    List<Deployment> list();
}

package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Set;

import org.osgi.framework.wiring.BundleWiring;

/**
 * What all bundles are, each one thing.
 *
 * @param applications what is profiled by its own name
 * @param server what makes up the server
 * @param libraries what works for whoever calls it
 */
record Landscape(List<Application> applications, Set<BundleWiring> server, Set<BundleWiring> libraries) {}

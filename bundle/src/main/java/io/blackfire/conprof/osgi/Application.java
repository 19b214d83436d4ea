package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;

import org.osgi.framework.wiring.BundleWiring;

/**
 * An application found among the bundles. Equal to another when nothing about it changed.
 *
 * @param name its name
 * @param labels labels of its profile
 * @param wirings its bundles, as they are wired now
 * @param loaders context class loaders that its threads may have: its bundles' own and those of its web contexts
 */
record Application(String name, Map<String, String> labels, List<BundleWiring> wirings, List<ClassLoader> loaders) {}

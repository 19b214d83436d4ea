package io.blackfire.conprof;

import java.nio.file.Path;

/**
 * What an adapter says of its server.
 *
 * @param kind product and version; empty on a plain class path
 * @param name name of this instance; empty on a plain class path
 * @param directory private folder for library and recordings; null for the default
 */
record ServerInfo(String kind, String name, Path directory) {}

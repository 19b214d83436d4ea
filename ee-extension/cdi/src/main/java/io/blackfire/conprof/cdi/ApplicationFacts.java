package io.blackfire.conprof.cdi;

import java.util.Map;

import io.blackfire.conprof.ClassSource;

/** What is to be known of an application, asked once while it starts. */
interface ApplicationFacts {

    /** What it is called. */
    String name();

    /** Further labels of its profiles. */
    Map<String, String> labels();

    /** Its own classes; not to be asked for when it has ended, but to answer still. */
    ClassSource classes();

    /** Product and version of the server that it runs in. */
    String server();
}

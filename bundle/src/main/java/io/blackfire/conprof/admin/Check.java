package io.blackfire.conprof.admin;

/** One of the places where the {@link Doctor} looks. */
interface Check {
    /** What is looked at, in a word or two. */
    String name();

    /** Looks, in a thread that may be interrupted. What is thrown means that nothing could be seen. */
    Finding look() throws Exception;
}

package io.blackfire.conprof.ee.app;

/** What costs nothing until it is serialised. */
public final class Report {
    private final int units;

    Report(int units) {
        this.units = units;
    }

    /** The result of the work; asked by whoever writes the JSON. */
    public long getResult() {
        return Burner.work(units);
    }
}

package io.blackfire.conprof;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.attribution.Surroundings;

import static org.assertj.core.api.Assertions.assertThat;

class RecentSurroundingsTest {
    private final RecentSurroundings surroundings = new RecentSurroundings();

    private static Surroundings library(String className) {
        return new Surroundings(name -> false, className::equals);
    }

    private boolean knows(String className) {
        return surroundings.all().libraries().contains(className);
    }

    @Test
    void libraryThatIsGone_isKnownUntilItsPeriodIsProcessed() {
        surroundings.set(library("a"));
        surroundings.periodBegins();
        surroundings.set(library("b"));
        surroundings.set(library("c"));
        assertThat(knows("a") && knows("b") && knows("c")).isTrue();
        surroundings.periodBegins();
        // the period that a and b were there in is being processed now
        assertThat(knows("a") && knows("b") && knows("c")).isTrue();
        surroundings.periodBegins();
        assertThat(knows("a") || knows("b")).isFalse();
        assertThat(knows("c")).isTrue();
    }

    @Test
    void changesWithoutEnd_areNotAllKept() {
        for (int i = 0; i <= 100; i++) {
            surroundings.set(library("library" + i));
        }
        assertThat(IntStream.rangeClosed(0, 100).filter(i -> knows("library" + i)))
                .hasSizeLessThan(10)
                .contains(99, 100);
    }

    @Test
    void whatThePeriodBeganWith_isKnownHoweverMuchChanges() {
        surroundings.set(library("a"));
        surroundings.periodBegins();
        for (int i = 0; i <= 100; i++) {
            surroundings.set(library("library" + i));
        }
        surroundings.periodBegins();
        assertThat(knows("a")).isTrue();
    }

    @Test
    void nothingNew_isTheSameObject() {
        Surroundings only = library("a");
        surroundings.set(only);
        surroundings.periodBegins();
        assertThat(surroundings.all()).isSameAs(only);
        surroundings.periodBegins();
        assertThat(surroundings.all()).isSameAs(only);
    }
}

package io.blackfire.conprof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "orders,orders,true",
        "orders,Orders,false",
        "orders*,orders-2.1,true",
        "*shop*,my-shop-eu,true",
        "sh?p,shop,true",
        "sh?p,shp,false",
        "a*b*c,aXbXbXc,true",
        "a*b,ac,false",
        "a.c,abc,false"
    })
    void glob_matches(String glob, String text, boolean expected) {
        assertThat(Glob.matches(glob, text)).isEqualTo(expected);
    }

    @Test
    void glob_ofManyStarsIsDecidedAtOnce() {
        assertThat(Glob.matches("*a".repeat(200) + "b", "a".repeat(2000))).isFalse();
    }
}

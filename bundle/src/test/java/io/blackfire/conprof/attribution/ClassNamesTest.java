package io.blackfire.conprof.attribution;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClassNamesTest {

    @ParameterizedTest
    @CsvSource({
        "com/acme/Order, com.acme.Order",
        "com/acme/Order$Line, com.acme.Order$Line",
        "com/acme/V2, com.acme.V2",
        "com/acme/Order$$Lambda$14.0x0000000800c8b840, com.acme.Order$$Lambda",
        "com/acme/Order$$Lambda.0x00007f1a2b3c4d5e, com.acme.Order$$Lambda",
        "com/acme/Order$$Lambda+0x00007f1a2b3c4d5e, com.acme.Order$$Lambda",
        "java/lang/invoke/LambdaForm$MH.0x0000000800003000, java.lang.invoke.LambdaForm$MH",
        "com/acme/Hidden+0x00007f1a2b3c4d5e, com.acme.Hidden",
        "jdk/internal/reflect/GeneratedMethodAccessor17, jdk.internal.reflect.GeneratedMethodAccessor",
        "jdk/internal/reflect/GeneratedSerializationConstructorAccessor3, jdk.internal.reflect.GeneratedSerializationConstructorAccessor",
        "jdk/proxy2/$Proxy45, jdk.proxy.$Proxy",
        "com/sun/proxy/$Proxy8, com.sun.proxy.$Proxy",
        "com/acme/$Proxy9, com.acme.$Proxy",
        "com/acme/Order$HibernateProxy$Ab12Cd, com.acme.Order$HibernateProxy$",
        "com/acme/Order$ByteBuddy$Ab12$auxiliary$Xy, com.acme.Order$ByteBuddy$",
        "com/acme/Order_$$_jvst1a2_0, com.acme.Order_$$_jvst",
        "com/acme/Order$$EnhancerBySpringCGLIB$$1a2b3c4d, com.acme.Order$$EnhancerBySpringCGLIB$$",
        "com/acme/OrderBean$$$view12, com.acme.OrderBean$$$view",
        "Proxye41b5c5b_d2c2_4cf2_a0b9_0123456789ab, Proxy",
        "com/acme/Order$$anonfun$main$1, com.acme.Order$$anonfun$main$1",
        "com/acme/Order$$anon$2, com.acme.Order$$anon$2",
        "com/acme/OrderKt$main$1, com.acme.OrderKt$main$1",
        "Main, Main"
    })
    void name_isTheSameInEveryRun(String recorded, String stable) {
        assertThat(ClassNames.stable(recorded)).isEqualTo(stable);
    }

    @ParameterizedTest
    @CsvSource({
        "work$accessor$r4Nd0m, work$accessor$",
        "access$getTotal$p, access$getTotal$p",
        "plus-Xq4fRzo, plus-Xq4fRzo",
        "$anonfun$main$1, $anonfun$main$1",
        "lambda$main$0, lambda$main$0"
    })
    void nameOfAMethod_isTheCompilersOwn(String recorded, String stable) {
        assertThat(ClassNames.stableMethod(recorded)).isEqualTo(stable);
    }

    @ParameterizedTest
    @CsvSource({
        "[B, byte[]",
        "[[J, long[][]",
        "[Ljava/lang/String;, java.lang.String[]",
        "java/lang/String, java.lang.String",
        "[Lcom/acme/Order$$Lambda+0x00007f1a2b3c4d5e;, com.acme.Order$$Lambda[]"
    })
    void allocatedClass_readsAsSource(String recorded, String expected) {
        assertThat(ClassNames.ofAllocated(recorded)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Order$$Lambda, com.acme.Order",
        "com.acme.Order$$EnhancerByCGLIB$$1a2b, com.acme.Order",
        "com.acme.Order$Proxy$_$$_WeldClientProxy, com.acme.Order",
        "com.acme.Order_$$_jvst1a2_0, com.acme.Order",
        "com.acme.Order$HibernateProxy$Ab12, com.acme.Order",
        "com.acme.Order$ByteBuddy$Ab12, com.acme.Order",
        "com.acme.OrderBean$$$view, com.acme.OrderBean",
        "com.acme.Order$Line, com.acme.Order$Line"
    })
    void generatedClass_countsAsItsOrigin(String stable, String origin) {
        assertThat(ClassNames.origin(stable)).isEqualTo(origin);
    }
}

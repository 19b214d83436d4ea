package io.blackfire.conprof;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.blackfire.conprof.agent.Reachability;
import io.blackfire.conprof.folder.PrivateFolder;
import io.blackfire.conprof.sampling.NativeLibrary;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The borders between the stages, and between the core and the servers. */
@AnalyzeClasses(packages = "io.blackfire.conprof", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OSGI = "io.blackfire.conprof.osgi..";
    private static final String SAMPLING = "io.blackfire.conprof.sampling..";
    private static final String ATTRIBUTION = "io.blackfire.conprof.attribution..";
    private static final String PROFILE = "io.blackfire.conprof.profile..";
    private static final String AGENT = "io.blackfire.conprof.agent..";
    private static final String ADMIN = "io.blackfire.conprof.admin..";
    private static final String FOLDER = "io.blackfire.conprof.folder..";
    private static final String THREAD = "io.blackfire.conprof.thread..";
    /** What tests use; its classes are not in a folder of tests. */
    private static final String HARNESS = "io.blackfire.conprof.harness..";

    @ArchTest
    static final ArchRule core_knowsNoServer = noClasses()
            .that(resideInAPackage("io.blackfire.conprof..").and(not(resideInAPackage(OSGI))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.osgi..", "org.jboss..", "jakarta..", "javax.servlet..", OSGI)
                    .and(not(resideInAnyPackage("jakarta.json..", "org.osgi.annotation.."))));

    @ArchTest
    static final ArchRule adapters_useTheExportedPackageAlone = noClasses()
            .that()
            .resideInAPackage(OSGI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SAMPLING, ATTRIBUTION, PROFILE, AGENT);

    @ArchTest
    static final ArchRule admin_knowsTheCoreAndNoServer = classes()
            .that()
            .resideInAPackage(ADMIN)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            ADMIN,
                            THREAD,
                            "io.blackfire.conprof",
                            "java..",
                            "javax.management..",
                            "jakarta.json..",
                            "org.eclipse.parsson..")
                    .or(belongToAnyOf(NativeLibrary.class, PrivateFolder.class, Reachability.class)));

    @ArchTest
    static final ArchRule core_knowsNoAdministration = noClasses()
            .that()
            .resideInAnyPackage("io.blackfire.conprof", SAMPLING, ATTRIBUTION, PROFILE, AGENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ADMIN);

    @ArchTest
    static final ArchRule asyncProfiler_isTouchedBySamplingAlone = noClasses()
            .that()
            .resideOutsideOfPackage(SAMPLING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("one.profiler..");

    @ArchTest
    static final ArchRule http_isTheAgentsAlone = noClasses()
            .that()
            .resideOutsideOfPackages(AGENT, HARNESS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule json_isForTheAgentAndAdministrators = noClasses()
            .that()
            .resideOutsideOfPackages(AGENT, ADMIN, HARNESS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.json..", "org.eclipse.parsson..");

    @ArchTest
    static final ArchRule sampling_isTheFirstStage = noClasses()
            .that()
            .resideInAPackage(SAMPLING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ATTRIBUTION, PROFILE, AGENT);

    @ArchTest
    static final ArchRule attribution_isTheSecondStage = noClasses()
            .that()
            .resideInAPackage(ATTRIBUTION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SAMPLING, PROFILE, AGENT);

    @ArchTest
    static final ArchRule profile_isTheThirdStage = noClasses()
            .that()
            .resideInAPackage(PROFILE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT);

    @ArchTest
    static final ArchRule agent_knowsNoOtherStage = classes()
            .that()
            .resideInAPackage(AGENT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    AGENT,
                    FOLDER,
                    THREAD,
                    "java..",
                    "javax.net..",
                    "jakarta.json..",
                    "org.eclipse.parsson..",
                    "org.apache.hc..");

    @ArchTest
    static final ArchRule threads_areMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages(THREAD, HARNESS)
            .should()
            .callConstructorWhere(target(owner(assignableTo(Thread.class))));

    @ArchTest
    static final ArchRule stages_useOnlyValuesOfTheApi = noClasses()
            .that()
            .resideInAnyPackage(SAMPLING, ATTRIBUTION, PROFILE)
            .should()
            .dependOnClassesThat()
            .haveSimpleNameStartingWith("Profiler");
}

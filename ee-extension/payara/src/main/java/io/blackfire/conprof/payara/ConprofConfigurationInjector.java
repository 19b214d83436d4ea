package io.blackfire.conprof.payara;

import org.jvnet.hk2.annotations.Service;
import org.jvnet.hk2.config.InjectionTarget;
import org.jvnet.hk2.config.NoopConfigInjector;

/** Tells the server which attributes {@link ConprofConfiguration} has; a test holds it to the settings. */
@Service(
        name = SettingAttributes.ELEMENT,
        metadata =
                "target=io.blackfire.conprof.payara.ConprofConfiguration"
                        + ",@enabled=optional,@enabled=datatype:java.lang.String,@enabled=leaf"
                        + ",@application-name=optional,@application-name=datatype:java.lang.String,@application-name=leaf"
                        + ",@agent-socket=optional,@agent-socket=datatype:java.lang.String,@agent-socket=leaf"
                        + ",@server-id=optional,@server-id=datatype:java.lang.String,@server-id=leaf"
                        + ",@server-token=optional,@server-token=datatype:java.lang.String,@server-token=leaf"
                        + ",@period=optional,@period=datatype:java.lang.String,@period=leaf"
                        + ",@upload-timeout=optional,@upload-timeout=datatype:java.lang.String,@upload-timeout=leaf"
                        + ",@spool-limit=optional,@spool-limit=datatype:java.lang.String,@spool-limit=leaf"
                        + ",@spool-age=optional,@spool-age=datatype:java.lang.String,@spool-age=leaf"
                        + ",@labels=optional,@labels=datatype:java.lang.String,@labels=leaf"
                        + ",@dimensions=optional,@dimensions=datatype:java.lang.String,@dimensions=leaf"
                        + ",@cpu-engine=optional,@cpu-engine=datatype:java.lang.String,@cpu-engine=leaf"
                        + ",@cpu-rate=optional,@cpu-rate=datatype:java.lang.String,@cpu-rate=leaf"
                        + ",@wall-interval=optional,@wall-interval=datatype:java.lang.String,@wall-interval=leaf"
                        + ",@alloc-interval=optional,@alloc-interval=datatype:java.lang.String,@alloc-interval=leaf"
                        + ",@overhead-limit=optional,@overhead-limit=datatype:java.lang.String,@overhead-limit=leaf"
                        + ",@memory-limit=optional,@memory-limit=datatype:java.lang.String,@memory-limit=leaf"
                        + ",@mode=optional,@mode=datatype:java.lang.String,@mode=leaf"
                        + ",@deployments-include=optional,@deployments-include=datatype:java.lang.String,@deployments-include=leaf"
                        + ",@deployments-exclude=optional,@deployments-exclude=datatype:java.lang.String,@deployments-exclude=leaf"
                        + ",@deployments-names=optional,@deployments-names=datatype:java.lang.String,@deployments-names=leaf"
                        + ",@deployments-labels=optional,@deployments-labels=datatype:java.lang.String,@deployments-labels=leaf")
@InjectionTarget(ConprofConfiguration.class)
public final class ConprofConfigurationInjector extends NoopConfigInjector {
    /** For the server. */
    public ConprofConfigurationInjector() {}
}

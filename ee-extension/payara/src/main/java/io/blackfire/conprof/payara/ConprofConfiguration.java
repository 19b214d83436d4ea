package io.blackfire.conprof.payara;

import java.beans.PropertyVetoException;

import org.glassfish.api.admin.config.ConfigExtension;
import org.jvnet.hk2.config.Attribute;
import org.jvnet.hk2.config.Configured;

/**
 * The settings in {@code domain.xml}, in the configuration of one or more servers. What is not set there comes from a system
 * property, the environment or the default.
 *
 * @see io.blackfire.conprof.Setting
 */
@Configured(name = SettingAttributes.ELEMENT)
@SuppressWarnings("javadoc")
public interface ConprofConfiguration extends ConfigExtension {

    @Attribute
    String getEnabled();

    void setEnabled(String value) throws PropertyVetoException;

    @Attribute
    String getApplicationName();

    void setApplicationName(String value) throws PropertyVetoException;

    @Attribute
    String getAgentSocket();

    void setAgentSocket(String value) throws PropertyVetoException;

    @Attribute
    String getServerId();

    void setServerId(String value) throws PropertyVetoException;

    @Attribute
    String getServerToken();

    void setServerToken(String value) throws PropertyVetoException;

    @Attribute
    String getPeriod();

    void setPeriod(String value) throws PropertyVetoException;

    @Attribute
    String getUploadTimeout();

    void setUploadTimeout(String value) throws PropertyVetoException;

    @Attribute
    String getSpoolLimit();

    void setSpoolLimit(String value) throws PropertyVetoException;

    @Attribute
    String getSpoolAge();

    void setSpoolAge(String value) throws PropertyVetoException;

    @Attribute
    String getLabels();

    void setLabels(String value) throws PropertyVetoException;

    @Attribute
    String getDimensions();

    void setDimensions(String value) throws PropertyVetoException;

    @Attribute
    String getCpuEngine();

    void setCpuEngine(String value) throws PropertyVetoException;

    @Attribute
    String getCpuRate();

    void setCpuRate(String value) throws PropertyVetoException;

    @Attribute
    String getWallInterval();

    void setWallInterval(String value) throws PropertyVetoException;

    @Attribute
    String getAllocInterval();

    void setAllocInterval(String value) throws PropertyVetoException;

    @Attribute
    String getOverheadLimit();

    void setOverheadLimit(String value) throws PropertyVetoException;

    @Attribute
    String getMemoryLimit();

    void setMemoryLimit(String value) throws PropertyVetoException;

    @Attribute
    String getMode();

    void setMode(String value) throws PropertyVetoException;

    @Attribute
    String getDeploymentsInclude();

    void setDeploymentsInclude(String value) throws PropertyVetoException;

    @Attribute
    String getDeploymentsExclude();

    void setDeploymentsExclude(String value) throws PropertyVetoException;

    @Attribute
    String getDeploymentsNames();

    void setDeploymentsNames(String value) throws PropertyVetoException;

    @Attribute
    String getDeploymentsLabels();

    void setDeploymentsLabels(String value) throws PropertyVetoException;
}

/**
 * The last of the four stages: brings finished profiles to the Blackfire Agent.
 *
 * <p>{@link io.blackfire.conprof.agent.Uploader} takes each profile as an {@link io.blackfire.conprof.agent.Upload}, keeps
 * it in a queue bounded by bytes, and sends it from one thread of its own, again and again until the Agent has it. Nothing
 * in here blocks or throws into the stages before; what cannot be delivered is counted by
 * {@link io.blackfire.conprof.agent.LossReason} and told by {@link io.blackfire.conprof.agent.DeliveryStatus}.
 */
package io.blackfire.conprof.agent;

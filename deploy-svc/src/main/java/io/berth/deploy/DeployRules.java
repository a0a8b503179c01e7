/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.planning.Planner;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.rollout.RolloutDecider;
import java.util.List;

/**
 * What this installation decides by.
 *
 * @param planner with the policy rules
 * @param rollouts with the grace periods
 * @param images the registries
 * @param clusters every cluster; empty where this service is not told
 */
record DeployRules(
    Planner planner, RolloutDecider rollouts, ImageResolver images, List<String> clusters) {}

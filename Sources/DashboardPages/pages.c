#include "pages.h"

// `#embed` is of C23; the compiler has it in every version of the language, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// What is listed twice below is listed in one order: modules are joined in it, each after those that
// it needs while it is loaded.

static const unsigned char index_html[] = {
#embed "pages/index.html"
};
static const unsigned char icon_svg[] = {
#embed "pages/icon.svg"
};
static const unsigned char inter_woff2[] = {
#embed "pages/inter.woff2"
};
static const unsigned char tokens_css[] = {
#embed "pages/tokens.css"
};
static const unsigned char base_css[] = {
#embed "pages/base.css"
};
static const unsigned char parts_css[] = {
#embed "pages/parts.css"
};
static const unsigned char screens_css[] = {
#embed "pages/screens.css"
};
static const unsigned char base_html_js[] = {
#embed "pages/base/html.js"
};
static const unsigned char base_element_js[] = {
#embed "pages/base/element.js"
};
static const unsigned char base_format_js[] = {
#embed "pages/base/format.js"
};
static const unsigned char base_route_js[] = {
#embed "pages/base/route.js"
};
static const unsigned char base_api_js[] = {
#embed "pages/base/api.js"
};
static const unsigned char parts_screen_js[] = {
#embed "pages/parts/screen.js"
};
static const unsigned char parts_icons_js[] = {
#embed "pages/parts/icons.js"
};
static const unsigned char parts_feedback_js[] = {
#embed "pages/parts/feedback.js"
};
static const unsigned char parts_fields_js[] = {
#embed "pages/parts/fields.js"
};
static const unsigned char parts_list_js[] = {
#embed "pages/parts/list.js"
};
static const unsigned char parts_chart_js[] = {
#embed "pages/parts/chart.js"
};
static const unsigned char parts_calendar_js[] = {
#embed "pages/parts/calendar.js"
};
static const unsigned char parts_rule_js[] = {
#embed "pages/parts/rule.js"
};
static const unsigned char parts_timeline_js[] = {
#embed "pages/parts/timeline.js"
};
static const unsigned char parts_kit_js[] = {
#embed "pages/parts/kit.js"
};
static const unsigned char parts_palette_js[] = {
#embed "pages/parts/palette.js"
};
static const unsigned char screens_sign_in_js[] = {
#embed "pages/screens/sign-in.js"
};
static const unsigned char screens_home_js[] = {
#embed "pages/screens/home.js"
};
static const unsigned char screens_users_js[] = {
#embed "pages/screens/users.js"
};
static const unsigned char screens_user_js[] = {
#embed "pages/screens/user.js"
};
static const unsigned char screens_user_streak_js[] = {
#embed "pages/screens/user-streak.js"
};
static const unsigned char screens_user_parts_js[] = {
#embed "pages/screens/user-parts.js"
};
static const unsigned char screens_user_boards_js[] = {
#embed "pages/screens/user-boards.js"
};
static const unsigned char screens_user_actions_js[] = {
#embed "pages/screens/user-actions.js"
};
static const unsigned char screens_user_care_js[] = {
#embed "pages/screens/user-care.js"
};
static const unsigned char screens_shell_js[] = {
#embed "pages/screens/shell.js"
};
static const unsigned char screens_app_js[] = {
#embed "pages/screens/app.js"
};
static const unsigned char settings_settings_js[] = {
#embed "pages/settings/settings.js"
};
static const unsigned char settings_access_js[] = {
#embed "pages/settings/access.js"
};
static const unsigned char settings_team_js[] = {
#embed "pages/settings/team.js"
};
static const unsigned char settings_tenants_js[] = {
#embed "pages/settings/tenants.js"
};
static const unsigned char settings_audit_js[] = {
#embed "pages/settings/audit.js"
};
static const unsigned char settings_environments_js[] = {
#embed "pages/settings/environments.js"
};
static const unsigned char settings_clock_js[] = {
#embed "pages/settings/clock.js"
};
static const unsigned char rules_start_js[] = {
#embed "pages/rules/start.js"
};
static const unsigned char rules_metrics_js[] = {
#embed "pages/rules/metrics.js"
};
static const unsigned char rules_streak_words_js[] = {
#embed "pages/rules/streak-words.js"
};
static const unsigned char rules_choose_user_js[] = {
#embed "pages/rules/choose-user.js"
};
static const unsigned char rules_streak_preview_js[] = {
#embed "pages/rules/streak-preview.js"
};
static const unsigned char rules_streak_js[] = {
#embed "pages/rules/streak.js"
};
static const unsigned char rules_streaks_js[] = {
#embed "pages/rules/streaks.js"
};
static const unsigned char rules_achievement_js[] = {
#embed "pages/rules/achievement.js"
};
static const unsigned char rules_achievements_js[] = {
#embed "pages/rules/achievements.js"
};
static const unsigned char rules_points_items_js[] = {
#embed "pages/rules/points-items.js"
};
static const unsigned char rules_points_system_js[] = {
#embed "pages/rules/points-system.js"
};
static const unsigned char rules_points_js[] = {
#embed "pages/rules/points.js"
};
static const unsigned char rules_log_js[] = {
#embed "pages/rules/log.js"
};
static const unsigned char rules_board_form_js[] = {
#embed "pages/rules/board-form.js"
};
static const unsigned char rules_board_js[] = {
#embed "pages/rules/board.js"
};
static const unsigned char rules_boards_js[] = {
#embed "pages/rules/boards.js"
};
static const unsigned char rules_webhook_form_js[] = {
#embed "pages/rules/webhook-form.js"
};
static const unsigned char rules_webhook_js[] = {
#embed "pages/rules/webhook.js"
};
static const unsigned char rules_user_notes_js[] = {
#embed "pages/rules/user-notes.js"
};
static const unsigned char rules_user_merge_js[] = {
#embed "pages/rules/user-merge.js"
};
static const unsigned char rules_analytics_charts_js[] = {
#embed "pages/rules/analytics-charts.js"
};
static const unsigned char rules_analytics_screen_js[] = {
#embed "pages/rules/analytics-screen.js"
};
static const unsigned char rules_analytics_users_js[] = {
#embed "pages/rules/analytics-users.js"
};
static const unsigned char rules_analytics_js[] = {
#embed "pages/rules/analytics.js"
};
static const unsigned char rules_mail_server_js[] = {
#embed "pages/rules/mail-server.js"
};
static const unsigned char rules_message_parts_js[] = {
#embed "pages/rules/message-parts.js"
};
static const unsigned char rules_messages_js[] = {
#embed "pages/rules/messages.js"
};
static const unsigned char rules_mail_preview_js[] = {
#embed "pages/rules/mail-preview.js"
};
static const unsigned char rules_template_blocks_js[] = {
#embed "pages/rules/template-blocks.js"
};
static const unsigned char rules_templates_js[] = {
#embed "pages/rules/templates.js"
};
static const unsigned char rules_template_js[] = {
#embed "pages/rules/template.js"
};
static const unsigned char rules_message_log_js[] = {
#embed "pages/rules/message-log.js"
};
static const unsigned char rules_suppressions_js[] = {
#embed "pages/rules/suppressions.js"
};
static const unsigned char rules_user_messages_js[] = {
#embed "pages/rules/user-messages.js"
};
static const unsigned char rules_analytics_subjects_js[] = {
#embed "pages/rules/analytics-subjects.js"
};
static const unsigned char rules_experiment_form_js[] = {
#embed "pages/rules/experiment-form.js"
};
static const unsigned char rules_experiments_js[] = {
#embed "pages/rules/experiments.js"
};
static const unsigned char rules_experiment_js[] = {
#embed "pages/rules/experiment.js"
};
static const unsigned char rules_webhooks_js[] = {
#embed "pages/rules/webhooks.js"
};

#define PAGE(name, path) {path, name, sizeof name}

static const struct laurel_page pages[] = {
    PAGE(index_html, "index.html"),
    PAGE(icon_svg, "icon.svg"),
    PAGE(inter_woff2, "inter.woff2"),
    PAGE(tokens_css, "tokens.css"),
    PAGE(base_css, "base.css"),
    PAGE(parts_css, "parts.css"),
    PAGE(screens_css, "screens.css"),
    PAGE(base_html_js, "base/html.js"),
    PAGE(base_element_js, "base/element.js"),
    PAGE(base_format_js, "base/format.js"),
    PAGE(base_route_js, "base/route.js"),
    PAGE(base_api_js, "base/api.js"),
    PAGE(parts_screen_js, "parts/screen.js"),
    PAGE(parts_icons_js, "parts/icons.js"),
    PAGE(parts_feedback_js, "parts/feedback.js"),
    PAGE(parts_fields_js, "parts/fields.js"),
    PAGE(parts_list_js, "parts/list.js"),
    PAGE(parts_chart_js, "parts/chart.js"),
    PAGE(parts_calendar_js, "parts/calendar.js"),
    PAGE(parts_rule_js, "parts/rule.js"),
    PAGE(parts_timeline_js, "parts/timeline.js"),
    PAGE(parts_kit_js, "parts/kit.js"),
    PAGE(parts_palette_js, "parts/palette.js"),
    PAGE(screens_sign_in_js, "screens/sign-in.js"),
    PAGE(screens_home_js, "screens/home.js"),
    PAGE(screens_users_js, "screens/users.js"),
    PAGE(screens_user_js, "screens/user.js"),
    PAGE(screens_user_streak_js, "screens/user-streak.js"),
    PAGE(screens_user_parts_js, "screens/user-parts.js"),
    PAGE(screens_user_boards_js, "screens/user-boards.js"),
    PAGE(screens_user_actions_js, "screens/user-actions.js"),
    PAGE(screens_user_care_js, "screens/user-care.js"),
    PAGE(screens_shell_js, "screens/shell.js"),
    PAGE(screens_app_js, "screens/app.js"),
    PAGE(settings_settings_js, "settings/settings.js"),
    PAGE(settings_access_js, "settings/access.js"),
    PAGE(settings_team_js, "settings/team.js"),
    PAGE(settings_tenants_js, "settings/tenants.js"),
    PAGE(settings_audit_js, "settings/audit.js"),
    PAGE(settings_environments_js, "settings/environments.js"),
    PAGE(settings_clock_js, "settings/clock.js"),
    PAGE(rules_start_js, "rules/start.js"),
    PAGE(rules_metrics_js, "rules/metrics.js"),
    PAGE(rules_streak_words_js, "rules/streak-words.js"),
    PAGE(rules_choose_user_js, "rules/choose-user.js"),
    PAGE(rules_streak_preview_js, "rules/streak-preview.js"),
    PAGE(rules_streak_js, "rules/streak.js"),
    PAGE(rules_streaks_js, "rules/streaks.js"),
    PAGE(rules_achievement_js, "rules/achievement.js"),
    PAGE(rules_achievements_js, "rules/achievements.js"),
    PAGE(rules_points_items_js, "rules/points-items.js"),
    PAGE(rules_points_system_js, "rules/points-system.js"),
    PAGE(rules_points_js, "rules/points.js"),
    PAGE(rules_log_js, "rules/log.js"),
    PAGE(rules_board_form_js, "rules/board-form.js"),
    PAGE(rules_board_js, "rules/board.js"),
    PAGE(rules_boards_js, "rules/boards.js"),
    PAGE(rules_webhook_form_js, "rules/webhook-form.js"),
    PAGE(rules_webhook_js, "rules/webhook.js"),
    PAGE(rules_user_notes_js, "rules/user-notes.js"),
    PAGE(rules_user_merge_js, "rules/user-merge.js"),
    PAGE(rules_analytics_charts_js, "rules/analytics-charts.js"),
    PAGE(rules_analytics_screen_js, "rules/analytics-screen.js"),
    PAGE(rules_analytics_users_js, "rules/analytics-users.js"),
    PAGE(rules_analytics_js, "rules/analytics.js"),
    PAGE(rules_mail_server_js, "rules/mail-server.js"),
    PAGE(rules_message_parts_js, "rules/message-parts.js"),
    PAGE(rules_messages_js, "rules/messages.js"),
    PAGE(rules_mail_preview_js, "rules/mail-preview.js"),
    PAGE(rules_template_blocks_js, "rules/template-blocks.js"),
    PAGE(rules_templates_js, "rules/templates.js"),
    PAGE(rules_template_js, "rules/template.js"),
    PAGE(rules_message_log_js, "rules/message-log.js"),
    PAGE(rules_suppressions_js, "rules/suppressions.js"),
    PAGE(rules_user_messages_js, "rules/user-messages.js"),
    PAGE(rules_analytics_subjects_js, "rules/analytics-subjects.js"),
    PAGE(rules_experiment_form_js, "rules/experiment-form.js"),
    PAGE(rules_experiments_js, "rules/experiments.js"),
    PAGE(rules_experiment_js, "rules/experiment.js"),
    PAGE(rules_webhooks_js, "rules/webhooks.js"),
};

const unsigned long laurel_page_count = sizeof pages / sizeof pages[0];

const struct laurel_page *laurel_page_at(unsigned long index) {
    return &pages[index];
}

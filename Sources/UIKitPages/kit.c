#include "kit.h"

// `#embed` is of C23; the compiler has it in every version of the language, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// What is listed twice below is listed in one order: modules are joined in it, each after those that
// it needs while it is loaded. The base is that of the dashboard.

static const unsigned char base_html_js[] = {
#embed "../DashboardPages/pages/base/html.js"
};
static const unsigned char base_element_js[] = {
#embed "../DashboardPages/pages/base/element.js"
};
static const unsigned char kit_base_say_js[] = {
#embed "kit/base/say.js"
};
static const unsigned char kit_base_words_js[] = {
#embed "kit/base/words.js"
};
static const unsigned char kit_base_styles_js[] = {
#embed "kit/base/styles.js"
};
static const unsigned char kit_base_icons_js[] = {
#embed "kit/base/icons.js"
};
static const unsigned char kit_base_kit_js[] = {
#embed "kit/base/kit.js"
};
static const unsigned char kit_data_stream_js[] = {
#embed "kit/data/stream.js"
};
static const unsigned char kit_data_store_js[] = {
#embed "kit/data/store.js"
};
static const unsigned char kit_data_client_js[] = {
#embed "kit/data/client.js"
};
static const unsigned char kit_elements_provider_js[] = {
#embed "kit/elements/provider.js"
};
static const unsigned char kit_elements_streak_days_js[] = {
#embed "kit/elements/streak-days.js"
};
static const unsigned char kit_elements_streak_badge_js[] = {
#embed "kit/elements/streak-badge.js"
};
static const unsigned char kit_elements_streak_calendar_js[] = {
#embed "kit/elements/streak-calendar.js"
};
static const unsigned char kit_elements_streak_card_js[] = {
#embed "kit/elements/streak-card.js"
};
static const unsigned char kit_elements_achievement_views_js[] = {
#embed "kit/elements/achievement-views.js"
};
static const unsigned char kit_elements_achievements_js[] = {
#embed "kit/elements/achievements.js"
};
static const unsigned char kit_elements_leaderboards_js[] = {
#embed "kit/elements/leaderboards.js"
};
static const unsigned char kit_elements_points_js[] = {
#embed "kit/elements/points.js"
};
static const unsigned char kit_elements_points_chart_js[] = {
#embed "kit/elements/points-chart.js"
};
static const unsigned char kit_more_more_words_js[] = {
#embed "kit/more/more-words.js"
};
static const unsigned char kit_more_toast_js[] = {
#embed "kit/more/toast.js"
};
static const unsigned char kit_more_streak_explain_js[] = {
#embed "kit/more/streak-explain.js"
};
static const unsigned char kit_more_preferences_js[] = {
#embed "kit/more/preferences.js"
};
static const unsigned char kit_more_wrapped_js[] = {
#embed "kit/more/wrapped.js"
};
static const unsigned char react_js[] = {
#embed "react.js"
};
static const unsigned char laurel_d_ts[] = {
#embed "laurel.d.ts"
};
static const unsigned char custom_elements_json[] = {
#embed "custom-elements.json"
};
static const unsigned char words_ar_json[] = {
#embed "words/ar.json"
};
static const unsigned char words_de_json[] = {
#embed "words/de.json"
};
static const unsigned char index_html[] = {
#embed "index.html"
};
static const unsigned char gallery_gallery_css[] = {
#embed "gallery/gallery.css"
};
static const unsigned char gallery_examples_js[] = {
#embed "gallery/examples.js"
};
static const unsigned char gallery_views_js[] = {
#embed "gallery/views.js"
};
static const unsigned char gallery_gallery_js[] = {
#embed "gallery/gallery.js"
};
static const unsigned char push_index_html[] = {
#embed "push/index.html"
};
static const unsigned char push_push_js[] = {
#embed "push/push.js"
};
static const unsigned char push_worker_js[] = {
#embed "push/worker.js"
};
static const unsigned char app_index_html[] = {
#embed "app/index.html"
};
static const unsigned char app_app_css[] = {
#embed "app/app.css"
};
static const unsigned char app_app_js[] = {
#embed "app/app.js"
};
static const unsigned char app_lessons_js[] = {
#embed "app/lessons.js"
};

#define KIT_FILE(name, path) {path, name, sizeof name}

static const struct laurel_kit_file files[] = {
    KIT_FILE(base_html_js, "../DashboardPages/pages/base/html.js"),
    KIT_FILE(base_element_js, "../DashboardPages/pages/base/element.js"),
    KIT_FILE(kit_base_say_js, "kit/base/say.js"),
    KIT_FILE(kit_base_words_js, "kit/base/words.js"),
    KIT_FILE(kit_base_styles_js, "kit/base/styles.js"),
    KIT_FILE(kit_base_icons_js, "kit/base/icons.js"),
    KIT_FILE(kit_base_kit_js, "kit/base/kit.js"),
    KIT_FILE(kit_data_stream_js, "kit/data/stream.js"),
    KIT_FILE(kit_data_store_js, "kit/data/store.js"),
    KIT_FILE(kit_data_client_js, "kit/data/client.js"),
    KIT_FILE(kit_elements_provider_js, "kit/elements/provider.js"),
    KIT_FILE(kit_elements_streak_days_js, "kit/elements/streak-days.js"),
    KIT_FILE(kit_elements_streak_badge_js, "kit/elements/streak-badge.js"),
    KIT_FILE(kit_elements_streak_calendar_js, "kit/elements/streak-calendar.js"),
    KIT_FILE(kit_elements_streak_card_js, "kit/elements/streak-card.js"),
    KIT_FILE(kit_elements_achievement_views_js, "kit/elements/achievement-views.js"),
    KIT_FILE(kit_elements_achievements_js, "kit/elements/achievements.js"),
    KIT_FILE(kit_elements_leaderboards_js, "kit/elements/leaderboards.js"),
    KIT_FILE(kit_elements_points_js, "kit/elements/points.js"),
    KIT_FILE(kit_elements_points_chart_js, "kit/elements/points-chart.js"),
    KIT_FILE(kit_more_more_words_js, "kit/more/more-words.js"),
    KIT_FILE(kit_more_toast_js, "kit/more/toast.js"),
    KIT_FILE(kit_more_streak_explain_js, "kit/more/streak-explain.js"),
    KIT_FILE(kit_more_preferences_js, "kit/more/preferences.js"),
    KIT_FILE(kit_more_wrapped_js, "kit/more/wrapped.js"),
    KIT_FILE(react_js, "react.js"),
    KIT_FILE(laurel_d_ts, "laurel.d.ts"),
    KIT_FILE(custom_elements_json, "custom-elements.json"),
    KIT_FILE(words_ar_json, "words/ar.json"),
    KIT_FILE(words_de_json, "words/de.json"),
    KIT_FILE(index_html, "index.html"),
    KIT_FILE(gallery_gallery_css, "gallery/gallery.css"),
    KIT_FILE(gallery_examples_js, "gallery/examples.js"),
    KIT_FILE(gallery_views_js, "gallery/views.js"),
    KIT_FILE(gallery_gallery_js, "gallery/gallery.js"),
    KIT_FILE(push_index_html, "push/index.html"),
    KIT_FILE(push_push_js, "push/push.js"),
    KIT_FILE(push_worker_js, "push/worker.js"),
    KIT_FILE(app_index_html, "app/index.html"),
    KIT_FILE(app_app_css, "app/app.css"),
    KIT_FILE(app_app_js, "app/app.js"),
    KIT_FILE(app_lessons_js, "app/lessons.js"),
};

const unsigned long laurel_kit_count = sizeof files / sizeof files[0];

const struct laurel_kit_file *laurel_kit_at(unsigned long index) {
    return &files[index];
}

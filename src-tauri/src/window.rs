//! The window: Tauri's builder, the commands it may call, and the bindings that the UI is typed with.

use std::sync::Once;

use anyhow::Context;
use specta_typescript::Typescript;
use tauri::webview::PageLoadEvent;
use tauri::{DragDropEvent, Manager, RunEvent, WebviewWindowBuilder, WindowEvent};
use tauri_specta::{Builder, collect_commands};

use crate::commands::{data, guide, import, models, playback, rehearse, settings, stories, takes};
use crate::ipc::News;
use crate::room::Room;
use crate::{Folders, erase, log};

/// Every command the window may call.
fn commands() -> Builder<tauri::Wry> {
    Builder::new().disable_serde_phases().commands(collect_commands![
        rehearse::rehearsal,
        rehearse::model_status,
        rehearse::microphones,
        rehearse::ask,
        rehearse::hush,
        rehearse::plugged_in,
        rehearse::open_microphone,
        rehearse::begin_take,
        rehearse::mark_part,
        rehearse::flag_moment,
        rehearse::go_on,
        rehearse::stop_take,
        rehearse::discard_take,
        takes::takes,
        takes::take,
        takes::delete_take,
        takes::undelete_take,
        takes::trend,
        takes::bands,
        takes::reached,
        takes::first_against_last,
        takes::report,
        takes::mark_take,
        takes::compare_takes,
        takes::drill_outcome,
        playback::waveform,
        playback::play,
        playback::set_speed,
        playback::pause,
        import::follow,
        import::pick,
        import::import_recording,
        import::break_off_import,
        models::models,
        models::add_model,
        models::break_off_model,
        models::remove_model,
        models::load_model,
        stories::stories,
        stories::add_story,
        stories::change_story,
        stories::delete_story,
        stories::undelete_story,
        stories::stories_in_trash,
        settings::settings,
        settings::save_settings,
        settings::zoom,
        settings::recordings_due,
        data::export,
        data::keep_picture,
        data::back_up,
        data::restore,
        data::restore_copy,
        data::begin_new_journal,
        data::merge_export,
        data::empty_trash,
        data::stop_judging,
        data::delete_everything,
        settings::doctor,
        settings::about,
        guide::guide_content,
    ])
}

/// The UI's view of the commands, in TypeScript.
pub fn bindings() -> anyhow::Result<String> {
    let folder = std::env::temp_dir().join(format!("retake-bindings-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("bindings.ts");
    let exported = commands().export(Typescript::default(), &file);
    let text = exported.map_err(anyhow::Error::from).and_then(|()| Ok(std::fs::read_to_string(&file)?));
    std::fs::remove_dir_all(&folder)?;
    text
}

/// Opens the window and stays until it is closed.
pub(crate) fn open() -> anyhow::Result<()> {
    if cfg!(target_os = "linux") {
        let display = ["WAYLAND_DISPLAY", "DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        anyhow::ensure!(
            display,
            "there is no display to open a window on; `retake analyze FILE` works without one"
        );
        tell_the_webview();
        #[cfg(target_os = "linux")]
        gtk::init().context("the display cannot be reached; `retake analyze FILE` works without one")?;
    }
    let folders = Folders::find()?;
    folders
        .make()
        .with_context(|| format!("your data folder {} cannot be made", folders.data().display()))?;
    log::begin(&folders);
    let builder = commands();
    let prepared = Once::new();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                // A window manager may refuse the focus; the window is there all the same.
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }))
        .plugin(window_state(&folders))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            let webview = folders.webview();
            app.manage(Room::new(folders));
            let [config] = app.config().app.windows.as_slice() else {
                return Err("the configuration describes exactly one window".into());
            };
            WebviewWindowBuilder::from_config(app.handle(), config)?.data_directory(webview).build()?;
            Ok(())
        })
        .on_page_load(move |webview, page| {
            // The window comes first: what it takes to hear is loaded when it is there.
            if page.event() == PageLoadEvent::Finished {
                let app = webview.app_handle().clone();
                prepared.call_once(|| {
                    tauri::async_runtime::spawn_blocking(move || app.state::<Room>().prepare());
                });
            }
        })
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                held_or_dropped(&window.state::<Room>(), event);
            }
        })
        .build(tauri::generate_context!())
        .context("the window could not be opened")?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                let room = app.state::<Room>();
                room.leave();
                if let Err(error) = erase::carry_out_at_the_end(&room.archive.folders) {
                    // The next start goes on with it.
                    tracing::warn!(%error, "not everything is deleted yet");
                }
            }
        });
    Ok(())
}

fn held_or_dropped(room: &Room, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { .. } => room.tell(News::Held { over: true }),
        DragDropEvent::Drop { paths, .. } => {
            let files = paths.iter().map(|path| room.choose(path.clone())).collect();
            room.tell(News::Dropped { files });
        }
        DragDropEvent::Leave => room.tell(News::Held { over: false }),
        _ => {}
    }
}

/// Remembers the window's place in the user's one folder: the plugin joins this to a folder of its own, and joining
/// an absolute path gives that path.
fn window_state<R: tauri::Runtime>(folders: &Folders) -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_window_state::Builder::default().with_filename(folders.window().to_string_lossy()).build()
}

/// What WebKitGTK is told before it starts; whoever has set it otherwise is not overruled. Its DMA-BUF renderer shows an
/// empty window on machines without a fitting graphics driver. And its scripts' garbage is collected from 2 MB on, not from
/// 32: a window that listens for an hour stays as small as it was.
#[allow(unsafe_code, reason = "set before any thread is started, as set_var asks for")]
fn tell_the_webview() {
    for (name, value) in [("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("JSC_largeHeapSize", "2097152")] {
        if std::env::var_os(name).is_none() {
            // SAFETY: called first thing on the main thread; no other thread exists yet.
            unsafe { std::env::set_var(name, value) };
        }
    }
}
